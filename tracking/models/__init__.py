from tracking.models.requirements import Obligation, Requirement

__all__ = ["Obligation", "Requirement"]
