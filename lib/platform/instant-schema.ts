import { z } from "zod"
import { earliestInstant, latestInstant } from "@/lib/platform/instant"

// In addition to RFC 3339: a space for the T, lower case, an offset without its colon or after a space (`git log`, `date`),
// and the space that an unescaped `+` in a query becomes.
const acceptedForm =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:([Zz])| *([+-]| )(\d\d):?(\d\d))$/

function toRfc3339(value: unknown): unknown {
  const parts = typeof value === "string" ? acceptedForm.exec(value) : null
  if (parts === null) return value
  const [, date, time, utc, sign, hours, minutes] = parts
  const offset = utc === undefined ? `${sign === "-" ? "-" : "+"}${hours}:${minutes}` : "Z"
  return `${date}T${time}${offset}`
}

/** RFC 3339 with any offset, and the formats of CI tools; parsed to a Date. */
export const instant = z.preprocess(
  toRfc3339,
  z.iso
    .datetime({ offset: true, error: "Must be a time with an offset, such as 2026-02-12T10:00:00Z." })
    .transform((text) => new Date(text))
    .refine(
      (date) => date.getTime() >= earliestInstant.getTime() && date.getTime() <= latestInstant.getTime(),
      "Out of range: use a time between 1970 and 9998.",
    ),
)

/** An earlier time comes from an unset variable or a clock that was never set. */
export const earliestPlausible = new Date("2000-01-01T00:00:00Z")

export const implausibleTime =
  "Before 2000, probably from an unset variable or clock. Send the actual time, or omit the field."

/** When a recorded event happened. */
export const plausibleInstant = instant.refine((date) => date >= earliestPlausible, implausibleTime)

/** A time in a response: UTC with Z, milliseconds only if not zero. */
export const instantText = z.iso.datetime()
