/// The version of Kindred, as programs print it and models name it.
package let kindredVersion = "0.2.0"
