const maxKeyLength = 200

/** RFC 6901: `~` and `/` inside a key are escaped. A key that is too long to read is truncated. */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${cut(String(key)).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")
}

const cut = (key: string) =>
  key.length > maxKeyLength ? `${key.slice(0, maxKeyLength).toWellFormed()}…` : key

const maxQuoted = 80

/** An external text in quotes, truncated to a recognizable length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > maxQuoted ? `${text.slice(0, maxQuoted).toWellFormed()}…` : text)
}

/**
 * An invalid field and what is wrong with it, to be read one after the other: ["waves.0.name", " is required."]. A message
 * that starts with the name of the field does not repeat it; another one follows a colon.
 */
export function splitFault(pointer: string, message: string, root = "body"): readonly [string, string] {
  const label = pointerLabel(pointer) || root
  const name = label.split(".").at(-1) ?? ""
  return [label, message.startsWith(`${name} `) ? message.slice(name.length) : `: ${message}`]
}

/** All errors as one text. */
export const joinFaults = (errors: readonly { pointer: string; message: string }[]): string =>
  errors.map(({ pointer, message }) => splitFault(pointer, message).join("")).join(" ")

/** The keys that an RFC 6901 pointer leads through. */
export function keysOf(pointer: string): string[] {
  const [, ...keys] = pointer.split("/")
  return keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
}

/** An RFC 6901 pointer in readable form: `/image/tag` is `image.tag`. Empty for the root. */
export const pointerLabel = (pointer: string): string => keysOf(pointer).join(".")
