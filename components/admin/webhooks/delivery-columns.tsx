import { deliveryStateStyles } from "@/components/admin/webhooks/webhook-styles"
import { statusColumn, timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import type { Attempt, Delivery } from "@/lib/console/webhooks/schema"

/** What the receiver responded, or why there was no response. */
export function outcomeOf({ status, error, durationMs }: Attempt): string {
  return error ?? `${status} in ${durationMs} ms`
}

export const deliveryColumns: readonly Column<Delivery>[] = [
  statusColumn(({ state }) => state, deliveryStateStyles, {
    id: "state",
    label: "State",
    width: 120,
    required: true,
  }),
  timeColumn(({ createdAt }) => createdAt, { id: "createdAt", label: "Time", plain: true }),
  { id: "type", label: "Event", width: 220, mono: true, value: ({ type }) => type },
  { id: "attempts", label: "Attempts", width: 90, align: "end", value: ({ attempts }) => attempts },
  timeColumn(({ nextAttemptAt }) => nextAttemptAt, { id: "nextAttemptAt", label: "Next attempt" }),
  {
    id: "response",
    label: "Response",
    muted: true,
    value: ({ lastAttempt }) => lastAttempt && outcomeOf(lastAttempt),
  },
]
