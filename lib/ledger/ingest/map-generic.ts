import { toPointer } from "@/lib/platform/pointer"
import type { MapEvent } from "./mapped-event"

/** The fields of `POST /platform/deployments`. */
export const mapGeneric: MapEvent = (payload) => ({
  kind: "record",
  fields: Object.fromEntries(
    Object.entries(Object(payload)).map(([name, value]) => [name, { value, pointer: toPointer([name]) }]),
  ),
})
