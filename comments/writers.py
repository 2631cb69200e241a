"""Who wrote: a random number in a signed cookie that sending a comment sets, and nothing else."""

from accounts.readers import ReaderCookie

writer_cookie = ReaderCookie("writer", path="/y-kien/")
