import type { HelmErrorKind, Rejection, RejectionReason } from "./helm-error"

/** A rejection by the API server, as a sentence that names the object. */
type Refusal = { kind: HelmErrorKind; sentence: string; rejection: Rejection }

/** `server-side apply failed for object NAMESPACE/NAME GROUP/VERSION, Kind=KIND: …` */
const applied =
  /^(?:server-side apply failed for object|conflict occurred while applying object|failed to \w+ object(?: for)?) (?:([^\s/]*)\/)?(\S+) \S*, Kind=(\w+): /
const patched = /^cannot patch "([^"]+)" with kind (\w+): /
const resourceName = /^([a-z]+)(?:\.[\w.-]+)? "([^"]*)" is forbidden: ([\s\S]+)$/
const invalid = /^(\w+)(?:\.[\w.-]+)? "([^"]{0,253})" is invalid: ([\s\S]+)$/

type ApiObject = { kind: string; name: string; namespace: string | null }

function splitObject(text: string): { object: ApiObject | null; response: string } {
  const match = applied.exec(text)
  if (match !== null) {
    const [prefix, namespace, name = "", kind = ""] = match
    return { object: { kind, name, namespace: namespace || null }, response: text.slice(prefix.length) }
  }
  const [prefix = "", name = "", kind = ""] = patched.exec(text) ?? []
  return prefix === ""
    ? { object: null, response: text }
    : { object: { kind, name, namespace: null }, response: text.slice(prefix.length) }
}

/** Null when the text is not a rejection by the API server. */
export function apiRefusal(text: string): Refusal | null {
  const { object, response } = splitObject(text)
  for (const read of [conflict, webhook, denied, forbidden, invalidObject, unconvertible]) {
    const refusal = read(response, object)
    if (refusal !== null) return refusal
  }
  if (object === null) return null
  const sentence = `The cluster rejects ${describeObject(object)}: ${ended(response)}`
  return refusalOf("rejected", "invalid_object", { sentence, object, message: response })
}

function refusalOf(
  kind: HelmErrorKind,
  reason: RejectionReason,
  { sentence, object, message }: { sentence: string; object: ApiObject | null; message: string },
): Refusal {
  return { kind, sentence, rejection: { reason, object, message } }
}

const ended = (sentence: string) => `${sentence.trim().replace(/\.$/, "")}.`
const describeObject = (object: ApiObject | null) =>
  object === null ? "the change" : `${object.kind} ${object.name}`

const kinds =
  "Pod Service ConfigMap Secret ServiceAccount PersistentVolumeClaim Deployment StatefulSet DaemonSet ReplicaSet Job CronJob Ingress NetworkPolicy Role RoleBinding ClusterRole ClusterRoleBinding"
/** `jobs` is Job; for unknown plurals the word is kept. */
const kindOf = new Map(
  kinds.split(" ").map((kind) => {
    const plural = `${kind.toLowerCase()}s`.replace(/sss$/, "sses").replace(/ys$/, "ies")
    return [plural, kind]
  }),
)

const objectOfPlural = (plural: string, name: string): ApiObject => ({
  kind: kindOf.get(plural) ?? plural,
  name,
  namespace: null,
})

function conflict(response: string, object: ApiObject | null): Refusal | null {
  const [, conflicts] = /^Apply failed with \d+ conflicts?: ([\s\S]+)$/.exec(response) ?? []
  if (conflicts === undefined) return null
  const managers = [
    ...conflicts.matchAll(/conflicts? with "([^"]+)"([^:\n]*):([\s\S]*?)(?=\nconflicts? with |$)/g),
  ].map(([, manager, scope = "", fields = ""]) => {
    const list = fields.split("\n").map((line) => line.replace(/^\s*-?\s*/, ""))
    const names = list.filter((name) => name !== "").join(", ")
    const subresource = /with subresource "([^"]+)"/.exec(scope)?.[1]
    return `${names} (managed by ${manager}${subresource === undefined ? "" : `, ${subresource}`})`
  })
  const fields = managers.length === 0 ? conflicts : managers.join("; ")
  const sentence = `Fields of ${describeObject(object)} were changed outside Helm: ${fields}. Retry with forceConflicts to overwrite them.`
  return refusalOf("conflict", "conflict", { sentence, object, message: fields })
}

/** A webhook that is unavailable, or that denies the request. */
function webhook(response: string, object: ApiObject | null): Refusal | null {
  const [, webhookName, failure] =
    /^(?:Internal error occurred: )?failed calling webhook "([^"]+)": ([\s\S]+)$/.exec(response) ?? []
  if (webhookName !== undefined && failure !== undefined) {
    const cause = failure
      .replace(/^failed to call webhook: /, "")
      .replace(/^(?:Post|Get) "[^"]*": /, "")
      .replace(/^dial tcp [^ ]*: (?:connect: )?/, "")
    const unchanged = object === null ? "" : ` ${describeObject(object)} was not changed.`
    const sentence = `Admission webhook ${webhookName} failed: ${ended(cause)}${unchanged}`
    return refusalOf("webhook", "webhook_failed", { sentence, object, message: cause })
  }
  const [, name, reason] =
    /^admission webhook "([^"]+)" denied the request(?:: ([\s\S]+))?$/.exec(response) ?? []
  if (name === undefined) return null
  const stated = reason === undefined ? "without a reason" : reason
  const sentence = `Admission webhook ${name} denied ${describeObject(object)}: ${ended(stated)}`
  return refusalOf("rejected", "webhook_denied", { sentence, object, message: stated })
}

function denied(response: string, object: ApiObject | null): Refusal | null {
  const [, plural = "", name = "", rest = ""] = resourceName.exec(response) ?? []
  const [, policy, reason] =
    /^ValidatingAdmissionPolicy '([^']+)' with binding '[^']+' denied request: ([\s\S]+)$/.exec(rest) ?? []
  if (policy === undefined || reason === undefined) return null
  const subject = object ?? objectOfPlural(plural, name)
  const sentence = `Policy ${policy} denied ${describeObject(subject)}: ${ended(reason)}`
  return refusalOf("rejected", "policy_denied", { sentence, object: subject, message: reason })
}

/** Missing permissions, or a rejection by admission: a quota, limits, a namespace that is being deleted. */
function forbidden(response: string, object: ApiObject | null): Refusal | null {
  if (/^[\w.-]+(?: "[^"]*")? is forbidden: User "/.test(response)) {
    const sentence = `The cluster forbids it: ${ended(response)}`
    return refusalOf("forbidden", "forbidden", { sentence, object, message: response })
  }
  const [, plural = "", name = "", reason] = resourceName.exec(response) ?? []
  if (reason === undefined) return null
  const subject = object ?? objectOfPlural(plural, name)
  const sentence = `The cluster forbids ${describeObject(subject)}: ${ended(reason)}`
  return refusalOf("forbidden", admissionReason(reason), { sentence, object: subject, message: reason })
}

/** The admission plugin that rejected an object, identified by the start of its message. */
export function admissionReason(
  message: string,
): "quota_exceeded" | "pod_security" | "policy_denied" | "webhook_denied" | "admission_denied" {
  if (/^(?:exceeded quota|failed quota): /.test(message)) return "quota_exceeded"
  if (/^violates PodSecurity /.test(message)) return "pod_security"
  if (/^ValidatingAdmissionPolicy /.test(message)) return "policy_denied"
  return /^admission webhook /.test(message) ? "webhook_denied" : "admission_denied"
}

function invalidObject(response: string, object: ApiObject | null): Refusal | null {
  const [, kind = "", name, details] = invalid.exec(response) ?? []
  if (name === undefined || details === undefined) return null
  const subject = object ?? { kind, name, namespace: null }
  const description = describeObject(subject)
  const fields = invalidFields(details)
  const immutable = fields.some(isImmutable)
  const advice = immutable
    ? ` It cannot be changed on the existing ${description}. Keep the value, or uninstall the release and install it again.`
    : ""
  const list = fields.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ")
  const sentence = `The cluster rejects ${description}: ${ended(list)}${advice}`
  const reason = immutable ? "immutable_field" : "invalid_object"
  return refusalOf("rejected", reason, { sentence, object: subject, message: list })
}

const isImmutable = ({ message }: InvalidField) =>
  /immutable|updates to \w+ spec for fields other than|may not change once set|cannot be changed/.test(
    message,
  )

/** Values of the wrong type are rejected before any other validation. */
function unconvertible(response: string, object: ApiObject | null): Refusal | null {
  const [, failure] =
    /^failed to (?:convert new object|create typed patch object) \([^)]*\)(?: to proper version)?: ([\s\S]+)$/.exec(
      response,
    ) ?? []
  if (failure === undefined) return null
  const reason = failure.replace(/^unable to convert unstructured object to [^:]+: /, "")
  const advice = reason.startsWith("quantities must match")
    ? " Check CPU, memory and storage values: valid formats are 500m or 1Gi."
    : ""
  const sentence = `The cluster rejects ${describeObject(object)}: ${ended(reason)}${advice}`
  return refusalOf("rejected", "invalid_object", { sentence, object, message: reason })
}

type InvalidField = { path: string; message: string }

const fieldErrors =
  "Invalid value|Required value|Forbidden|Unsupported value|Duplicate value|Not found|Too long|Too many|Internal error|Type invalid"
const start = new RegExp(`^([\\w.[\\]"'/<>-]+): (${fieldErrors})(?:: )?`)
const next = new RegExp(`, (?=[\\w.[\\]"'/<>-]+: (?:${fieldErrors})\\b)`)
/** Values up to this length are repeated in messages. */
const maxValue = 40

/**
 * The invalid fields in an API server's error, `path: Invalid value: VALUE: why` or `[…, …]` for several. Long values are
 * omitted: they repeat the input and hide the reason.
 */
function invalidFields(details: string): InvalidField[] {
  const text = details.trim()
  const several = text.startsWith("[") && text.endsWith("]")
  const parts = several ? text.slice(1, -1).split(next) : [text]
  return parts.map(readField)
}

function readField(text: string): InvalidField {
  const [prefix, path, kind = ""] = start.exec(text) ?? []
  if (prefix === undefined || path === undefined) return { path: "", message: text }
  const rest = text.slice(prefix.length)
  if (kind !== "Invalid value" && kind !== "Duplicate value" && kind !== "Unsupported value")
    return { path, message: kind === "Forbidden" && rest !== "" ? rest : join(kind.toLowerCase(), rest) }
  const value = leadingValue(rest)
  const explanation = rest.slice(value.length).replace(/^: /, "")
  const quotedValue = value.length <= maxValue && !/^[{[]/.test(value) ? `${value} ` : ""
  if (kind === "Invalid value" && explanation !== "") return { path, message: `${quotedValue}${explanation}` }
  return { path, message: join(`${kind.toLowerCase()} ${quotedValue}`.trim(), explanation) }
}

const join = (first: string, second: string) => (second === "" ? first : `${first}: ${second}`)

/** The value in Go's format: a quoted string, JSON, or anything up to the next colon. */
function leadingValue(text: string): string {
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(text)
  if (quoted !== null) return quoted[0]
  if (!/^[{[]/.test(text)) return /^[^:]*/.exec(text)?.[0] ?? ""
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === "\\") at += 1
    else if (character === '"') inText = !inText
    else if (!inText && (character === "{" || character === "[")) depth += 1
    else if (!inText && (character === "}" || character === "]")) {
      depth -= 1
      if (depth === 0) return text.slice(0, at + 1)
    }
  }
  return text
}
