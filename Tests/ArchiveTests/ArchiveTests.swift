import Kindred
import Testing

@Suite struct ArchiveTests {
}
