import { HelmError, type HelmErrorKind, type NotReady } from "@/lib/helm/helm-error"

type Rule = { kind: HelmErrorKind; pattern: RegExp; sentence: (match: RegExpExecArray) => string }

const fixed = (sentence: string) => () => sentence

/** Helm 4 tells a template's error over several lines, one block for each template on the way to where it happened. */
const templateBlock = /(\S{1,200}:\d+:\d+)\n +executing "[^"\n]*" at <([^\n]{0,200}?)>:\n +([^\n]{1,300})/g

function templateSentence({ input }: RegExpExecArray): string {
  const [, place = "", at, why] = [...input.matchAll(templateBlock)].at(-1) ?? []
  return `The chart cannot be rendered with these values: ${place} at ${at}: ${why}.`
}

/** The first that fits counts: what names a cause comes before what only says that time ran out. */
const rules: readonly Rule[] = [
  {
    kind: "in_progress",
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/i,
    sentence: fixed("Helm says that another operation on this release is still in progress."),
  },
  {
    kind: "name_in_use",
    pattern: /cannot re-?use a name that is still in use/i,
    sentence: fixed("A release of this name exists already in this namespace."),
  },
  {
    kind: "nothing_deployed",
    pattern: /has no deployed releases/i,
    sentence: fixed("The release has no revision that was ever deployed, so there is nothing to upgrade."),
  },
  {
    kind: "not_found",
    pattern: /release has no (\d+) version/i,
    sentence: ([, revision]) => `Helm no longer has revision ${revision} of this release.`,
  },
  {
    kind: "not_found",
    pattern: /release: not found|release not found/i,
    sentence: fixed("Helm knows no release of this name in this namespace."),
  },
  {
    kind: "unauthenticated",
    pattern: /asked for the client to provide credentials|Unauthorized/i,
    sentence: fixed("The cluster does not accept the credentials of its kubeconfig."),
  },
  {
    kind: "unreachable",
    pattern:
      /cluster unreachable|connection refused|no such host|i\/o timeout|failed to download openapi|TLS handshake|certificate signed by unknown|net\/http: request canceled|unexpected EOF|server is currently unable|an error on the server/i,
    sentence: fixed("The cluster could not be reached, or did not answer as a Kubernetes API does."),
  },
  {
    kind: "forbidden",
    pattern: /((?:[\w.]+) "[^"]*" is forbidden: [^\n]*)/i,
    sentence: ([, what]) => `The cluster forbids it: ${what}.`,
  },
  {
    kind: "owned_elsewhere",
    pattern: /(\w+) "([^"]+)" in namespace "([^"]*)" exists and cannot be imported/i,
    sentence: ([, kind, name, namespace]) =>
      `${kind} ${name} exists already in namespace ${namespace || "(none)"} and does not belong to this release.`,
  },
  {
    kind: "conflict",
    pattern: /Apply failed with \d+ conflicts?: ([^\n]*)/i,
    sentence: ([, what]) => `Somebody else owns a field that the chart sets: ${what}.`,
  },
  {
    kind: "invalid_values",
    pattern:
      /values don't meet the specifications of the schema|failed to parse -: |cannot unmarshal yaml document/i,
    sentence: fixed("The values do not fit the chart's schema, or are no YAML."),
  },
  {
    kind: "too_large",
    pattern: /Too long: may not be more than 1048576 bytes|Too long: must have at most 1048576/i,
    sentence: fixed("The release is too large: Helm keeps chart and values in one Secret of at most 1 MiB."),
  },
  {
    kind: "invalid_chart",
    pattern: /path "([^"]*)" not found/i,
    sentence: fixed("The packaged chart is not where it was expected."),
  },
  { kind: "invalid_chart", pattern: new RegExp(templateBlock.source), sentence: templateSentence },
  {
    kind: "invalid_chart",
    pattern:
      /((?:Chart\.yaml file is missing|validation: chart\.metadata|chart requires kubeVersion|found in Chart\.yaml, but missing in charts|execution error at \(|error calling include|parse error at \(|template: |YAML parse error on|unable to build kubernetes objects|no matches for kind)[^\n]*)/i,
    sentence: ([, what]) => `The chart cannot be rendered with these values: ${what}.`,
  },
  {
    kind: "rejected",
    pattern: /(\w+(?:\.[\w.-]+)? "[^"]{1,253}") is invalid: ([\w.[\]]+)/i,
    sentence: ([, what, field]) => `The cluster does not accept ${what}: ${field} is not valid.`,
  },
  {
    kind: "rejected",
    pattern: /namespaces "([^"]+)" not found/i,
    sentence: ([, name]) => `The namespace ${name} does not exist.`,
  },
]

const notReadyLine = /resource (\w+)\/([^/\s]*)\/(\S+) not ready\. status: (\w+)(?:, message: ([^\n]*))?/g
const timePattern = /context deadline exceeded|timed out waiting for the condition|client rate limiter Wait/i
const rolledBackPattern = /has been rolled back due to|due to (?:atomic|rollback-on-failure) being set/i

const hookPattern =
  /(?:failed (pre-\w+|post-\w+): |(pre-\w+|post-\w+) hooks failed: )([^\n]*)(?:\n\s*\* ([^\n]+))?/i

function hookSentence(
  [, first, second, said = "", cause]: RegExpExecArray,
  notReady: readonly NotReady[],
): string {
  const why = notReady.length > 0 ? named(notReady) : (cause ?? said)
  return `A ${first ?? second} hook of the chart failed: ${why}.`
}

/** What Helm's stderr means, not cut: half a secret could not be masked. `timeoutSeconds` is only for the words. */
export function readHelmFailure(output: string, exitCode: number | null, timeoutSeconds?: number): HelmError {
  const details = {
    exitCode,
    output,
    notReady: notReadyIn(output),
    rolledBack: rolledBackPattern.test(output),
  }
  const hook = hookPattern.exec(output)
  if (hook !== null) return new HelmError("hook_failed", hookSentence(hook, details.notReady), details)
  if (details.notReady.length > 0)
    return new HelmError("not_ready", `Not ready: ${named(details.notReady)}.`, details)
  for (const { kind, pattern, sentence } of rules) {
    const match = pattern.exec(output)
    if (match !== null) return new HelmError(kind, sentence(match), details)
  }
  if (/context canceled|has been cancelled/i.test(output)) {
    return new HelmError("cancelled", "Helm was told to stop.", details)
  }
  if (timePattern.test(output)) {
    const within = timeoutSeconds === undefined ? "in time" : `within ${timeoutSeconds} seconds`
    return new HelmError("not_ready", `What the chart makes did not become ready ${within}.`, details)
  }
  return new HelmError("other", lastLine(output), details)
}

function notReadyIn(output: string): NotReady[] {
  const found = new Map<string, NotReady>()
  for (const [, kind = "", namespace = "", name = "", status = "", message = ""] of output.matchAll(
    notReadyLine,
  )) {
    found.set(`${kind}/${namespace}/${name}`, {
      kind,
      namespace,
      name,
      status,
      message: message.replace(/\\n.*/, ""),
    })
  }
  return [...found.values()]
}

/** `Deployment web (Available: 0/1), Job seed (Failed)` */
function named(resources: readonly NotReady[]): string {
  return resources
    .map(({ kind, name, status, message }) => {
      const why = [status === "InProgress" ? "" : status, message].filter((part) => part !== "").join(", ")
      return why === "" ? `${kind} ${name}` : `${kind} ${name} (${why})`
    })
    .join(", ")
}

function lastLine(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "")
  const said = lines.findLast((line) => line.startsWith("Error:")) ?? lines.at(-1)
  return said === undefined ? "Helm failed and did not say why." : said.replace(/^Error: /, "")
}
