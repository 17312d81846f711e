const maxQuoted = 80

/** A text from outside in quotes, cut to what helps to recognise it. */
export function quote(text: string): string {
  return JSON.stringify(text.length > maxQuoted ? `${text.slice(0, maxQuoted).toWellFormed()}…` : text)
}
