/// A site's articles as one program keeps and asks them.
public final actor Archive {
}
