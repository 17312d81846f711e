import { quote } from "@/lib/platform/pointer"
import { readPackageUrl } from "./image-reference"
import {
  type Fields,
  fieldsIn,
  ignored,
  type MapEvent,
  type MappedEvent,
  readText,
  withValue,
} from "./mapped-event"

/** The events of a service that are recorded, in whatever version of the specification. */
const kinds: ReadonlyMap<string, Exclude<MappedEvent["kind"], "ignored">> = new Map([
  ["service.deployed", "record"],
  ["service.upgraded", "record"],
  ["service.rolledback", "rollback"],
  ["service.removed", "removal"],
] as const)

/** https://cdevents.dev: the event itself, or a CloudEvent in structured mode or of a batch whose `data` is the event. */
export const mapCDEvents: MapEvent = (payload, headers) => {
  const isStructured = /^application\/cloudevents(-batch)?\+json/i.test(headers.get("content-type") ?? "")
  const at = fieldsIn(payload, isStructured ? ["data"] : [])
  const type = at("context", "type")
  const name = /^dev\.cdevents\.(\w+\.\w+)(?:\.|$)/.exec(readText(type))?.[1] ?? ""
  const kind = kinds.get(name)
  if (kind === undefined && readText(type) !== "")
    return ignored(`Only ${[...kinds.keys()].join(", ")} are recorded, not ${quote(readText(type))}.`)
  const target: Fields = {
    application: at("subject", "id"),
    environment: at("subject", "content", "environment", "id"),
  }
  const time = at("context", "timestamp")
  if (kind === "removal") return { kind, fields: { ...target, removedAt: time } }
  const artifact = at("subject", "content", "artifactId")
  const { imageTag, artifactDigest } = readPackageUrl(readText(artifact))
  const id = at("context", "id")
  const source = readText(at("context", "source"))
  return {
    kind: kind ?? "record",
    fields: {
      ...target,
      externalId: withValue(id, readText(id) && `${source} ${readText(id)}`.trim()),
      imageTag: withValue(artifact, imageTag),
      artifactDigest: withValue(artifact, artifactDigest),
      status: withValue(type, kind && "DEPLOYED"),
      completedAt: time,
    },
  }
}
