/** An RFC 6901 pointer in readable form: `/image/tag` is `image.tag`. Empty for the root. */
export function pointerLabel(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".")
}
