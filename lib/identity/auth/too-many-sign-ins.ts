import { formatQuantity } from "@/lib/platform/format"

/** What to say to somebody who has to wait that long. */
export function tooManyMessage(waitSeconds: number): string {
  const minutes = Math.max(1, Math.ceil(waitSeconds / 60))
  return `Too many failed sign-ins. Try again in ${formatQuantity(minutes, "minute")}.`
}
