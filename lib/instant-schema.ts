import { z } from "zod"

/** RFC 3339 with any offset; a Date inside. */
export const instant = z.iso
  .datetime({ offset: true, error: "Not an RFC 3339 time with an offset, such as 2026-02-12T10:00:00Z." })
  .transform((text) => new Date(text))
  .refine((date) => date.getUTCFullYear() >= 1970 && date.getUTCFullYear() < 9999, "Out of range.")

/** A time in an answer: UTC with Z, milliseconds only when not zero. */
export const instantText = z.iso.datetime()
