"""What is printed on products: text read off pictures, and which products of a shelf it speaks for."""

from fashion_focus.language.printed.matching import PrintedWords
from fashion_focus.language.printed.reader import RapidReader, ScriptedReader, TextReader, reader_is_installed

__all__ = ["PrintedWords", "RapidReader", "ScriptedReader", "TextReader", "reader_is_installed"]
