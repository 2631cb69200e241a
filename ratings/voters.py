"""Who voted: a random number in a signed cookie that a vote sets, and nothing else."""

from accounts.readers import ReaderCookie

voter_cookie = ReaderCookie("voter", path="/danh-gia/")
