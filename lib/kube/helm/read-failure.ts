import { errorText, withoutPrefixes } from "@/lib/kube/helm/failure-text"
import { apiRefusal } from "./api-refusal"
import {
  credentialsRejected,
  HelmError,
  type HelmErrorKind,
  type NotReady,
  type Rejection,
} from "./helm-error"

type Rule = {
  kind: HelmErrorKind
  pattern: RegExp
  sentence: (match: RegExpExecArray) => string
  rejectionOf?: (match: RegExpExecArray) => Rejection
}

const fixed = (sentence: string) => () => sentence

/** Helm 4 reports template errors on several lines, with one block for each template on the path to the error. */
const templateBlock = /(\S{1,200}:\d+:\d+)\n +executing "[^"\n]*" at <([^\n]{0,200}?)>:\n +([^\n]{1,300})/g

function templateMessage({ input }: RegExpExecArray): string {
  const [, position = "", at, cause] = [...input.matchAll(templateBlock)].at(-1) ?? []
  return `The chart cannot be rendered with these values: ${position} at ${at}: ${cause}.`
}

/** A template error on one line, as `tpl` and Helm 3 report it. */
const templateStep = /template: (\S{1,200}:\d+:\d+): executing "[^"\n]{0,200}" at <([^\n]{0,200}?)>: /g

/** The first place and the last cause: what is between them hides the cause in a truncated message. */
function shortened(error: string): string {
  const steps = [...error.matchAll(templateStep)]
  const [first, last] = [steps[0], steps.at(-1)]
  if (first === undefined || last === undefined) return error
  return `${first[1]} at ${last[2]}: ${error.slice(last.index + last[0].length)}`
}

const away =
  "connection refused|connection reset|no such host|i\\/o timeout|TLS handshake|tls: |x509: |certificate |net\\/http: |EOF|unexpected EOF|context deadline exceeded|dial "

const stillExistsLine = /^(?:[ \t]*\* )?resource (\w+)\/[^/\s]*\/(\S+) still exists\. /gm

/**
 * Each pattern is anchored at the start of the error, or of a line in template output: the rest may quote a chart, a value or
 * another server.
 */
const rules: readonly Rule[] = [
  {
    kind: "in_progress",
    pattern: /^another operation \(install\/upgrade\/rollback\) is in progress/i,
    sentence: fixed("Another operation on this release is still in progress."),
  },
  {
    kind: "name_in_use",
    pattern: /^cannot re-?use a name that is still in use/i,
    sentence: fixed("A release with this name already exists in this namespace."),
  },
  {
    kind: "nothing_deployed",
    pattern: /^(?:"[^"]*" )?has no deployed releases/i,
    sentence: fixed("The release has no deployed revision, so there is nothing to upgrade."),
  },
  {
    kind: "not_found",
    pattern: /^release has no (\d+) version/i,
    sentence: ([, revision]) => `Helm no longer has revision ${revision} of this release.`,
  },
  {
    kind: "not_found",
    pattern: /^(?:(?:uninstall: )?Release not loaded: [^:\n]*: )?release:? not found/i,
    sentence: fixed("Helm has no release with this name in this namespace."),
  },
  {
    kind: "unauthenticated",
    pattern:
      /^(?:kubernetes cluster unreachable: )?(?:the server has asked for the client to provide credentials|Unauthorized\b)/i,
    sentence: fixed(credentialsRejected),
  },
  {
    kind: "unreachable",
    pattern: new RegExp(
      `^(?:kubernetes cluster unreachable|failed to download openapi|the server is currently unable|an error on the server|etcdserver: |(?:[a-z][\\w ]*: )*(?:Get|Post|Put|Patch|Delete|Head) "https?:[^"]*": (?:${away}))`,
      "i",
    ),
    sentence: fixed("The cluster is not reachable, or did not respond like a Kubernetes API."),
  },
  {
    kind: "owned_elsewhere",
    pattern: /^(\w+) "([^"]+)" in namespace "([^"]*)" exists and cannot be imported/i,
    sentence: ([, kind, name, namespace]) =>
      `${kind} ${name} already exists${namespace ? ` in namespace ${namespace}` : ""} and does not belong to this release.`,
    rejectionOf: ([message, kind = "", name = "", namespace = ""]) => ({
      reason: "owned_elsewhere",
      object: { kind, name, namespace: namespace || null },
      message,
    }),
  },
  {
    kind: "invalid_values",
    pattern:
      /^(?:values don't meet the specifications of the schema|failed to parse -: |cannot unmarshal yaml)/i,
    sentence: fixed("The values do not match the chart's schema, or are not valid YAML."),
  },
  {
    kind: "too_large",
    pattern: /^Secret "[^"]*" is invalid: data: Too long: /,
    sentence: fixed("The release is too large: Helm stores chart and values in one Secret of at most 1 MiB."),
  },
  {
    kind: "invalid_chart",
    pattern: /^(?:path|chart) "([^"]*)" not found/i,
    sentence: fixed("The packaged chart was not found."),
  },
  {
    kind: "invalid_chart",
    pattern: /^no matches for kind "([^"]+)" in version "([^"]+)"/,
    sentence: ([, kind, version]) =>
      `The cluster has no kind ${kind} in ${version}. Install the chart with its CustomResourceDefinition first.`,
  },
  {
    kind: "not_ready",
    pattern: /^resource \w+\/\S* still exists\. /,
    sentence: ({ input }) => {
      const left = [...input.matchAll(stillExistsLine)].map(([, kind, name]) => `${kind} ${name}`)
      return `Not deleted in time: ${left.join(", ")}.`
    },
  },
  { kind: "invalid_chart", pattern: new RegExp(`^${templateBlock.source}`), sentence: templateMessage },
  {
    kind: "invalid_chart",
    pattern:
      /^((?:Chart\.yaml file is missing|validation: |chart requires kubeVersion|found in Chart\.yaml, but missing in charts|execution error at \(|error calling include|parse error at |template: |YAML parse error on|unable to parse YAML|error unmarshaling)[^\n]*)/i,
    sentence: ([, cause = ""]) => `The chart cannot be rendered with these values: ${shortened(cause)}.`,
  },
  {
    kind: "rejected",
    pattern: /^namespaces "([^"]+)" not found/i,
    sentence: ([, name]) => `The namespace ${name} does not exist.`,
  },
]

const notReadyLine =
  /^resource (\w+)\/([^/\s]*)\/(\S+) not ready\. status: (\w+)(?:, message:(?: ([^\n]*))?)?$/gm
const timePattern =
  /^(?:context deadline exceeded|timed out waiting for the condition|client rate limiter Wait)/im
const hookPattern = /^(?:failed (pre-\w+|post-\w+): |(pre-\w+|post-\w+) hooks failed: )([\s\S]*)$/i

function hookFailure(
  [, first, second, message = ""]: RegExpExecArray,
  notReady: readonly NotReady[],
): { sentence: string; rejection: Rejection | null } {
  const cause = withoutPrefixes(message)
  const refusal = notReady.length > 0 ? null : apiRefusal(cause)
  const reason = notReady.length > 0 ? `${describeResources(notReady)}.` : (refusal?.sentence ?? ended(cause))
  return {
    sentence: `A ${first ?? second} hook of the chart failed: ${reason}`,
    rejection: refusal?.rejection ?? null,
  }
}

const ended = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

/** Parses Helm's stderr. Not truncated, as half a secret could not be masked. `timeoutSeconds` is only for the message. */
export function readHelmFailure(output: string, timeoutSeconds?: number): HelmError {
  const message = withoutPrefixes(errorText(output))
  const details = { output, notReady: notReadyIn(message) }
  const hook = hookPattern.exec(message)
  if (hook !== null) {
    const { sentence, rejection } = hookFailure(hook, details.notReady)
    return new HelmError("hook_failed", sentence, { ...details, rejection })
  }
  if (details.notReady.length > 0)
    return new HelmError("not_ready", `Not ready: ${describeResources(details.notReady)}.`, details)
  for (const { kind, pattern, sentence, rejectionOf } of rules) {
    const match = pattern.exec(message)
    if (match !== null)
      return new HelmError(kind, sentence(match), { ...details, rejection: rejectionOf?.(match) ?? null })
  }
  const refusal = apiRefusal(message)
  if (refusal !== null)
    return new HelmError(refusal.kind, refusal.sentence, { ...details, rejection: refusal.rejection })
  if (/^(?:context canceled|.*has been cancelled)/i.test(message)) {
    return new HelmError("cancelled", "The operation was cancelled.", details)
  }
  if (timePattern.test(message)) {
    const duration = timeoutSeconds === undefined ? "in time" : `within ${timeoutSeconds} seconds`
    return new HelmError("not_ready", `The resources did not become ready ${duration}.`, details)
  }
  return new HelmError("other", message === "" ? "Helm failed without an error message." : message, details)
}

function notReadyIn(message: string): NotReady[] {
  // The first line has a prefix that names the hook or step.
  const text = message.replace(/^(?:failed [\w-]+: |[\w-]+ hooks failed: )/, "").replace(/^[ \t]*\* /gm, "")
  const notReady = new Map<string, NotReady>()
  for (const [, kind = "", namespace = "", name = "", status = "", message = ""] of withoutPrefixes(
    text,
  ).matchAll(notReadyLine)) {
    notReady.set(`${kind}/${namespace}/${name}`, { kind, namespace, name, status, message })
  }
  return [...notReady.values()]
}

/** `Deployment web (Available: 0/1), Job seed (Failed)` */
function describeResources(resources: readonly NotReady[]): string {
  return resources
    .map(({ kind, name, status, message }) => {
      const reason = [status === "InProgress" ? "" : status, message].filter((part) => part !== "").join(", ")
      return reason === "" ? `${kind} ${name}` : `${kind} ${name} (${reason})`
    })
    .join(", ")
}
