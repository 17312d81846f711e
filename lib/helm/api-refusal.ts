import type { HelmErrorKind } from "@/lib/helm/helm-error"
import { type InvalidField, invalidFields } from "@/lib/helm/invalid-fields"

/** What an API server refused, in a sentence that names the object. */
export type Refusal = { kind: HelmErrorKind; sentence: string }

/** `server-side apply failed for object NAMESPACE/NAME GROUP/VERSION, Kind=KIND: …` */
const applied =
  /^(?:server-side apply failed for object|conflict occurred while applying object|failed to \w+ object(?: for)?) (?:[^\s/]*\/)?(\S+) \S*, Kind=(\w+): /
const patched = /^cannot patch "([^"]+)" with kind (\w+): /
const resourceName = /^([a-z]+)(?:\.[\w.-]+)? "([^"]*)" is forbidden: ([\s\S]+)$/
const invalid = /^(\w+)(?:\.[\w.-]+)? "([^"]{0,253})" is invalid: ([\s\S]+)$/

type Named = { object: string | null; said: string }

function splitObject(text: string): Named {
  const [whole = "", name, kind] = applied.exec(text) ?? patched.exec(text) ?? []
  return whole === ""
    ? { object: null, said: text }
    : { object: `${kind} ${name}`, said: text.slice(whole.length) }
}

/** Null where it is no refusal of an API server. */
export function apiRefusal(text: string): Refusal | null {
  const { object, said } = splitObject(text)
  for (const read of [conflict, webhook, denied, forbidden, invalidObject, unconvertible]) {
    const refusal = read(said, object)
    if (refusal !== null) return refusal
  }
  return object === null
    ? null
    : { kind: "rejected", sentence: `The cluster rejects ${object}: ${ended(said)}` }
}

const ended = (sentence: string) => `${sentence.trim().replace(/\.$/, "")}.`
const named = (object: string | null) => object ?? "the change"

function conflict(said: string, object: string | null): Refusal | null {
  const [, what] = /^Apply failed with \d+ conflicts?: ([\s\S]+)$/.exec(said) ?? []
  if (what === undefined) return null
  const managers = [
    ...what.matchAll(/conflicts? with "([^"]+)"([^:\n]*):([\s\S]*?)(?=\nconflicts? with |$)/g),
  ].map(([, manager, about = "", fields = ""]) => {
    const list = fields.split("\n").map((line) => line.replace(/^\s*-?\s*/, ""))
    const names = list.filter((name) => name !== "").join(", ")
    const subresource = /with subresource "([^"]+)"/.exec(about)?.[1]
    return `${names} (managed by ${manager}${subresource === undefined ? "" : `, ${subresource}`})`
  })
  const fields = managers.length === 0 ? what : managers.join("; ")
  return {
    kind: "conflict",
    sentence: `Fields of ${named(object)} were changed outside Helm: ${fields}. Retry with forceConflicts to overwrite them.`,
  }
}

/** A webhook that cannot be asked, or that says no. */
function webhook(said: string, object: string | null): Refusal | null {
  const [, away, why] =
    /^(?:Internal error occurred: )?failed calling webhook "([^"]+)": ([\s\S]+)$/.exec(said) ?? []
  if (away !== undefined && why !== undefined) {
    const cause = why
      .replace(/^failed to call webhook: /, "")
      .replace(/^(?:Post|Get) "[^"]*": /, "")
      .replace(/^dial tcp [^ ]*: (?:connect: )?/, "")
    const kept = object === null ? "" : ` ${object} was not changed.`
    return { kind: "webhook", sentence: `Admission webhook ${away} failed: ${ended(cause)}${kept}` }
  }
  const [, name, reason] = /^admission webhook "([^"]+)" denied the request(?:: ([\s\S]+))?$/.exec(said) ?? []
  if (name === undefined) return null
  const because = reason === undefined ? "without a reason" : reason
  return {
    kind: "rejected",
    sentence: `Admission webhook ${name} denied ${named(object)}: ${ended(because)}`,
  }
}

function denied(said: string, object: string | null): Refusal | null {
  const [, plural, name, rest = ""] = resourceName.exec(said) ?? []
  const [, policy, reason] =
    /^ValidatingAdmissionPolicy '([^']+)' with binding '[^']+' denied request: ([\s\S]+)$/.exec(rest) ?? []
  if (policy === undefined || reason === undefined) return null
  return {
    kind: "rejected",
    sentence: `Policy ${policy} denied ${object ?? `${plural} ${name}`}: ${ended(reason)}`,
  }
}

/** Missing rights, or what admission refuses: a quota, limits, a namespace that is being deleted. */
function forbidden(said: string, object: string | null): Refusal | null {
  if (/^[\w.-]+(?: "[^"]*")? is forbidden: User "/.test(said))
    return { kind: "forbidden", sentence: `The cluster forbids it: ${ended(said)}` }
  const [, plural, name, reason] = resourceName.exec(said) ?? []
  if (reason === undefined) return null
  return {
    kind: "forbidden",
    sentence: `The cluster forbids ${object ?? `${plural} ${name}`}: ${ended(reason)}`,
  }
}

function invalidObject(said: string, object: string | null): Refusal | null {
  const [, kind = "", name, details] = invalid.exec(said) ?? []
  if (name === undefined || details === undefined) return null
  const what = object ?? `${kind} ${name}`
  const fields = invalidFields(details)
  const advice = fields.some(isImmutable)
    ? ` It cannot be changed on ${what} as it is. Keep the value, or uninstall the release and install it again.`
    : ""
  const list = fields.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ")
  return { kind: "rejected", sentence: `The cluster rejects ${what}: ${ended(list)}${advice}` }
}

const isImmutable = ({ message }: InvalidField) =>
  /immutable|updates to \w+ spec for fields other than|may not change once set|cannot be changed/.test(
    message,
  )

/** What does not fit the type of a field is refused before anything else is looked at. */
function unconvertible(said: string, object: string | null): Refusal | null {
  const [, why] =
    /^failed to (?:convert new object|create typed patch object) \([^)]*\)(?: to proper version)?: ([\s\S]+)$/.exec(
      said,
    ) ?? []
  if (why === undefined) return null
  const reason = why.replace(/^unable to convert unstructured object to [^:]+: /, "")
  const advice = reason.startsWith("quantities must match")
    ? " Look for a CPU, memory or storage value that is not written like 500m or 1Gi."
    : ""
  return { kind: "rejected", sentence: `The cluster rejects ${named(object)}: ${ended(reason)}${advice}` }
}
