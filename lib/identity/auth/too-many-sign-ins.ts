import { formatQuantity } from "@/lib/platform/format"

/** The message for a user who has to wait. */
export function tooManyMessage(waitSeconds: number): string {
  const minutes = Math.max(1, Math.ceil(waitSeconds / 60))
  return `Too many failed sign-ins. Try again in ${formatQuantity(minutes, "minute")}.`
}
