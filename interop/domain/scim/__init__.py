"""SCIM 2.0 (RFC 7643, RFC 7644): the words of directories, to and from ours."""
