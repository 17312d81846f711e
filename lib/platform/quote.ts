const maxQuoted = 80

/** An external text in quotes, truncated to a recognizable length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > maxQuoted ? `${text.slice(0, maxQuoted).toWellFormed()}…` : text)
}
