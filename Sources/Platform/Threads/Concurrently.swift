import Synchronization

/// Runs `second` on the calling thread while another thread runs `first`, and returns what both made.
///
/// What `second` throws is thrown once `first` has ended.
package func concurrently<First: Sendable, Second, Thrown: Error>(
    _ first: @Sendable () -> First,
    _ second: () throws(Thrown) -> Second
) throws(Thrown) -> (First, Second) {
    let made = Mutex<First?>(nil)
    var result: Result<Second, Thrown>?
    withThreads(1) {
        let value = first()
        made.withLock { $0 = value }
    } meanwhile: { threads in
        do throws(Thrown) {
            result = .success(try second())
        } catch {
            result = .failure(error)
        }
        if threads == 0 {
            let value = first()
            made.withLock { $0 = value }
        }
    }
    guard let one = made.withLock({ $0 }), let result else { preconditionFailure("both have ended") }
    return (one, try result.get())
}
