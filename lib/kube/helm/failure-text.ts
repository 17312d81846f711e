/** One `key="value"` or `key=value` of a structured log line. */
const field = /\b(\w+)=("(?:[^"\\]|\\.)*"|\S*)/g
const structured = /^(?:time=\S+ )?level=[A-Z]+ msg=/
/** Lines that client libraries log in addition to Helm, such as API server warnings. */
const libraryLine = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ /

/** A readable line of Helm's stderr: for a structured log line its message and error. */
export function readableLine(line: string): string {
  if (!structured.test(line)) return line
  const fields = new Map([...line.matchAll(field)].map(([, key = "", value = ""]) => [key, unquote(value)]))
  const parts = [fields.get("msg"), fields.get("error") ?? fields.get("err")]
  return parts.filter((part) => part !== undefined && part !== "").join(": ")
}

/** Go's quoting is similar to JSON. */
function unquote(value: string): string {
  if (!value.startsWith('"')) return value
  try {
    return String(JSON.parse(value.replaceAll(/\\([^"\\/bfnrtu])/g, "\\\\$1")))
  } catch {
    return value.slice(1, -1)
  }
}

/**
 * Helm's final error, without its log: the lines from the last `Error: ` on, or the error of its last log line when it was
 * stopped before. Empty if there is none.
 */
export function errorText(output: string): string {
  const lines = output.split("\n").filter((line) => !libraryLine.test(line))
  const start = lines.findLastIndex((line) => line.startsWith("Error: "))
  if (start !== -1) {
    const errorLines = lines.slice(start).filter((line) => !structured.test(line))
    return errorLines.join("\n").slice("Error: ".length).trim()
  }
  const last = lines.findLast((line) => line.trim() !== "") ?? ""
  return readableLine(last).trim()
}

const prefixes = [
  "(?:INSTALLATION|UPGRADE|ROLLBACK|UNINSTALL|REQUEST) FAILED",
  "(?:install|upgrade|rollback|uninstall) failed",
  "(?:uninstallation|rollback) completed with \\d+ error\\(s\\)",
  "unable to continue with (?:install|update|upgrade)",
  "cluster reachability check failed",
  "release name check failed",
  "rendered manifests contain a resource that already exists",
  '(?:create|update|delete|get|list|query): failed to (?:create|update|delete|get|list|query with labels)(?: "[^"]*")?',
  "failed to (?:create|update|delete|replace|patch) resource",
  "failed to (?:create|replace|patch|delete) object",
  "failed to install CRD [^\\s:]+",
  'could not get information about the resource \\w+ "[^"]*" in namespace "[^"]*"',
  "unable to build kubernetes objects from [\\w ]+",
  'error validating ""',
  "error validating data",
  'resource mapping not found for name: "[^"]*" namespace: "[^"]*" from ""',
  "conflict occurred while applying object",
  "release \\S+ failed, and has been (?:rolled back|uninstalled) due to [\\w-]+ being set",
  "an error occurred while [\\w ]+(?: original (?:install|upgrade) error)?",
  "(?:warning: )?Hook [\\w-]+ \\S+ failed",
  "\\d+ errors? occurred",
]
const prefix = new RegExp(`^(?:${prefixes.join("|")}):\\s*(?:\\*\\s*)?`, "i")

/**
 * The error itself, without Helm's prefixes about the step in which it occurred. The rest may quote a chart, a policy or a
 * webhook, so patterns must be anchored at the start.
 */
export function withoutPrefixes(text: string): string {
  let rest = text.trim()
  for (let match = prefix.exec(rest); match !== null; match = prefix.exec(rest))
    rest = rest.slice(match[0].length).trim()
  return rest
}
