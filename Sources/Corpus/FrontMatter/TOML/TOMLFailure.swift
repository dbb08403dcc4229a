/// What is wrong with a text of TOML, and where.
struct TOMLFailure: Error {
    var offset: Int
    var isTooDeep = false
}
