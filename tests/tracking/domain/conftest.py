from tests.factories.standing import beekstad, small_course, standing_course

__all__ = ["beekstad", "small_course", "standing_course"]
