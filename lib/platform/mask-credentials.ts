const mask = "[masked]"

/** Cheap to test; most texts contain none of these. */
const suspicious =
  /slw_|:\/\/[^\s/?#]*@|bearer|basic\s|gh[a-z]_|github_pat_|glpat-|xox[a-z]-|AKIA|ASIA|eyJ|-----BEGIN|--[a-z]|[=:]/i

/** `user:password@` and `token@` of a URL. A password may contain a slash or an at sign. */
const inUrl = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s"'<>?#]{1,400}@/gi
/** `password=…`, `"apiKey": "…"`, `--token …`: the rest of the word, or of the quoted text. */
const named =
  /((?:password|passwd|passphrase|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key|signature|authorization|(?<![a-z])(?:pwd|sig|auth|cookie)(?![a-z]))[\w-]{0,40}["']?\s*[=:]\s*)("[^"]*"?|'[^']*'?|[^\s&"',;]+)/gi
const option = /(--[\w-]{0,40}(?:passw|secret|token|key)[\w-]{0,40}\s+)("[^"]*"?|'[^']*'?|[^\s"']+)/gi
const scheme = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi
const known =
  /\b(?:slw_|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|eyJ[\w-]{6,}\.)[\w.-]{4,}|-----BEGIN[\s\S]*/g

/**
 * Hides what looks like a credential in a text that a client sent: in a URL, after a name such as `password`, after
 * `Bearer`, and in the forms of common tokens. Linear in the length of the text.
 */
export function maskCredentials(text: string): string {
  if (!suspicious.test(text)) return text
  return text
    .replaceAll(inUrl, `$1${mask}@`)
    .replaceAll(scheme, `$1 ${mask}`)
    .replaceAll(named, (all, name: string, value: string) => (value.includes(mask) ? all : `${name}${mask}`))
    .replaceAll(option, `$1${mask}`)
    .replaceAll(known, mask)
}
