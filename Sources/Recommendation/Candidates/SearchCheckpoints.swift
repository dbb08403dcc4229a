/// Keeps what the searches of a long job find, portion by portion, so that after an interrupt it goes on from there.
///
/// A checkpoint is named after all that it depends on but the texts and embeddings of the collection: whoever keeps
/// checkpoints forgets them when one of these changes.
package protocol SearchCheckpoints {
    /// What was kept under a name; nil where nothing was.
    func part(named name: String) -> [UInt8]?
    func keep(_ part: [UInt8], as name: String)
}
