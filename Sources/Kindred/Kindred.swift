// The public names of Kindred's modules under one name, so that a program writes `import Kindred`.

@_exported public import Archive
@_exported public import Corpus
@_exported public import Markup
@_exported public import Recommendation
@_exported public import Semantic
