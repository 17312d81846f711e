const secretWord =
  /^(passwords?|passwd|passphrase|pwd|pass|secrets?|tokens?|credentials?|creds|keys?|apikey|private|authorization|bearer|cookie|dsn|jwt|pem|salt|sas|htpasswd|kubeconfig|dockerconfigjson)$/
const insideWord = /password|passwd|secret|token|credential|apikey|privatekey|connectionstring/
/** Names of metadata about a secret, such as its location or lifetime, rather than the secret itself. */
const secretMetadata =
  /(name|names|ref|refs|enabled|create|created|type|path|mount|mounts|ttl|seconds|size|length|version|algorithm|url|issuer|audience|selector|annotations|labels|policy)$/
/** Most names contain none of these, and a chart may have tens of thousands of names. */
const possible = new RegExp(`${secretWord.source.slice(1, -1)}|${insideWord.source}`)
const exceptions = new Set(["imagepullsecrets", "existingsecret", "automountserviceaccounttoken", "keyspace"])

/** Words that make `token` refer to counted language model tokens, when the value is a number. */
const counting = new Set(
  "max min maximum minimum num number limit count budget window context total rate per usage input output prompt completion new batch batched".split(
    " ",
  ),
)
const isCount = (value: unknown) => /^\d{1,9}$/.test(String(value))

/** Whether the value of a key with this name is presumably secret; `value` is the value, if known. */
export function looksSecret(name: string, value?: unknown): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")
  if (!possible.test(plain) || exceptions.has(plain) || secretMetadata.test(plain)) return false
  // Tokenizers are not secret.
  const rest =
    isCount(value) && wordsOf(name).some((word) => counting.has(word))
      ? /tokeni[sz]\w*|tokens?/gi
      : /tokeni[sz](e|er|ers|ation)/gi
  const remainder = name.replaceAll(rest, "")
  return (
    insideWord.test(remainder.toLowerCase().replaceAll(/[^a-z0-9]/g, "")) ||
    wordsOf(remainder).some((word) => secretWord.test(word))
  )
}

/** `dbPassword`, `DB_PASSWORD` and `db-password` become db and password. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/(?<=[A-Z])(?=[A-Z][a-z])/g, " ")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
}
