import { toPointer } from "@/lib/platform/pointer"

/** A value of an event, and where it is in the payload. */
export type Field = { value: unknown; pointer: string }

/** Keyed by the field of the API that a value is for. */
export type Fields = Readonly<Record<string, Field>>

/** What an event means: a record, a rollback to an older version, a removal, or nothing. */
export type MappedEvent =
  | { kind: "record" | "rollback" | "removal"; fields: Fields }
  | { kind: "ignored"; reason: string }

/** Maps any payload without throwing; the fields are validated afterwards. */
export type MapEvent = (payload: unknown, headers: Headers) => MappedEvent

export const ignored = (reason: string): MappedEvent => ({ kind: "ignored", reason })

/** The fields of `POST /platform/deployments`. */
export const mapGeneric: MapEvent = (payload) => ({
  kind: "record",
  fields: Object.fromEntries(
    Object.entries(Object(payload)).map(([name, value]) => [name, { value, pointer: toPointer([name]) }]),
  ),
})

type Path = readonly (string | number)[]

/** Reads values of a payload by their path below `root`; null counts as absent. */
export function fieldsIn(payload: unknown, root: Path = []): (...path: Path) => Field {
  return (...path) => {
    const whole = [...root, ...path]
    const value = whole.reduce<unknown>(
      (inner, key) =>
        typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
          ? Reflect.get(inner, key)
          : undefined,
      payload,
    )
    return { value: value ?? undefined, pointer: toPointer(whole) }
  }
}

export const readText = ({ value }: Field): string => (typeof value === "string" ? value : "")

export const withValue = ({ pointer }: Field, value: unknown): Field => ({ value, pointer })

/** The first field with a value, or else the last one. */
export function firstOf(...fields: readonly [Field, ...Field[]]): Field {
  return fields.find(({ value }) => value !== undefined && value !== "") ?? fields.at(-1) ?? fields[0]
}

/** An id as text, if it is a number that was not rounded: two deployments must not get the same one. */
export const idAsText = (field: Field): Field =>
  Number.isSafeInteger(field.value) ? withValue(field, String(field.value)) : field
