/** Replaces a hidden credential. */
export const mask = "[masked]"

/** A cheap pre-check: many texts contain none of these. */
const suspicious =
  /[=:>]|%3[ad]|\s-[a-z]|--[a-z]|bearer|basic\s|AKIA|ASIA|eyJ|AIza|-----BEGIN|SG\.|hv[bsr]\.|ya29\.|(?:slw|npm|github_pat|dckr_[op]at|whsec|gh[a-z])_|(?:gl[a-z]+|pypi|xapp|xox[a-z]|[rs]k)[-_]/i

/** A quoted text, also one quoted inside of JSON; the end may be missing. */
const quoted = String.raw`\\+["'][^"']*["']?|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?`
/** Between a name and its value: in code, JSON, YAML, XML or percent-encoded. */
const assign = String.raw`(?:\\*["']|%2[27])?\s*(?:=>|:=|[=:]|%3[ad]|(?<!-)>(?=[^\s<]))\s*(?:-[ \t]+)?`
/** A block of YAML after `|` or `>`: the lines that are indented or empty. */
const block = String.raw`[|>][-+\d]*[ \t]*\r?\n(?:(?:[ \t][^\n]*)?\n)*(?:[ \t][^\n]*)?`
const regExp = (source: string, flags = "gi") => new RegExp(source, flags)

/** `user:password@` and `token@` of a URL. A password may contain a slash or an at sign. */
const inUrl = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s"'<>?#]{1,400}@/gi

/** `Authorization: …` and `Cookie: …`: the rest of the line, or of the quoted text. */
const headerName = `(?<![a-z])(?:(?:proxy-)?authorization|(?:set-)?cookie)${assign}`
const header = regExp(
  String.raw`("${headerName})(${quoted}|(?:[^"\\\r\n]|\\.)+)|('${headerName})(${quoted}|[^'\r\n]+)|(${headerName})(${quoted}|[^\r\n]+)`,
)
const sentence = /^(?:[a-z'-]{1,14}[,.!?]?(?:\s|$)){3,}$/i

/** `password=…`, `"apiKey": "…"`: the rest of the word, the quoted text, or the block. */
const strong = "passw(?:or)?d|passphrase|(?<![a-z])(?:pwd|pw)(?![a-z])"
const common =
  "secret|token|credential|(?:api|access|account|private)[-_]?key|signature|(?<![a-z])(?:pass|sig|auth)(?![a-z])"
const assignment = regExp(
  String.raw`((?:(${strong})|${common})[\w-]{0,40}${assign})(${block}|${quoted}|[^\s&"';]+)`,
)
/** `auth: retry the login` and `pass: 12` contain no credential. */
const isProse = (name: string, value: string, rest: string) =>
  /:\s+$/.test(name) &&
  (/^\d{1,4}(?:[/.]\d{1,4})?%?[.,]?$/.test(value) ||
    (/^[A-Z]?[a-z]{1,11}[.,]?$/.test(value) && /^[ \t]+["'A-Za-z]/.test(rest)))

const option = regExp(String.raw`(--[\w-]{0,40}(?:passw|secret|token|key)[\w-]{0,40}\s+)(${quoted}|[^\s"']+)`)
/** `curl -u user:password`; numbers are the user and group of a container. */
const userOption = regExp(
  String.raw`((?:^|\s)(?:-u|--(?:proxy-)?user)[\s=]*)(?!\d+:\d+\b)(?:("[^\s:"]{1,200}:)[^"\n]+|('[^\s:']{1,200}:)[^'\n]+|([^\s:"']{1,200}:)[^\s"']+)`,
)
/** `mysql -psecret`, `docker login -p secret`. */
const shortOption = regExp(
  String.raw`(\b(?:mysql|mariadb|mongo|sshpass|redis-cli|login)[\w-]{0,20}\s(?:[^\n]{0,300}?\s)?-[pa]\s*)(?!-)(${quoted}|[^\s"']+)`,
  "g",
)
const scheme = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi
const knownToken =
  /\b(?:slw_|gh[pousr]_|github_pat_|dckr_[op]at_|whsec_|[rs]k_(?:live|test)_|gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt)-|xox[abceprs]-|xapp-|AKIA|ASIA|AIza|ya29\.|eyJ(?:[\w-]{6,400}\.|[\w-]{400}))[\w.-]{4,}|\b(?:hv[bsr]|SG)\.[\w.-]{12,}|\bnpm_[A-Za-z0-9]{12,}|\bpypi-\w{12,}[\w-]*|\bsk-(?:(?:ant|proj|svcacct|admin|or)-[\w-]{12,}|(?=[A-Za-z]{0,60}\d)[A-Za-z0-9]{12,})|-----BEGIN[\s\S]*/g

/**
 * Hides whatever looks like a credential in a text sent by a client: in a URL, after a name such as `password`, in a
 * header, after a command-line option, and common token formats. Linear in the length of the text.
 */
export function maskCredentials(text: string): string {
  if (!suspicious.test(text)) return text
  return text
    .replaceAll(inUrl, `$1${mask}@`)
    .replaceAll(scheme, `$1 ${mask}`)
    .replaceAll(header, (match: string, ...parts: (string | undefined)[]) => {
      const [name, value] = parts.slice(0, 6).filter((part) => part !== undefined)
      return value === undefined || sentence.test(value) ? match : `${name}${mask}`
    })
    .replaceAll(
      assignment,
      (match, name: string, isStrong: string | undefined, value: string, at: number, input: string) => {
        const end = at + match.length
        const isPlain = isStrong === undefined && isProse(name, value, input.slice(end, end + 20))
        return isPlain ? match : `${name}${mask}`
      },
    )
    .replaceAll(option, `$1${mask}`)
    .replaceAll(userOption, `$1$2$3$4${mask}`)
    .replaceAll(shortOption, `$1${mask}`)
    .replaceAll(knownToken, mask)
}

const secretName = regExp(`${strong}|${common}|authorization|cookie`, "i")

/** Whether a value with this name is presumably a credential, regardless of its form. */
export const isSecretName = (name: string) => secretName.test(name)
