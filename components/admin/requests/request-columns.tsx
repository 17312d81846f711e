import { outcomeSentence } from "@/components/admin/requests/explain-request"
import { requestOutcomeStyles } from "@/components/admin/requests/request-outcome"
import { type Column, timeWidth } from "@/components/ui/columns"
import { StatusLabel } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"

/** What it was about: application, environment and tag, or chart and release, or else its path. */
export function subjectOf({ sent, resendable, method, path }: ReceivedRequest): string {
  const { application, environment, imageTag, releaseName, chartName, chartVersion } = {
    ...sent,
    ...resendable,
  }
  const parts = [application, environment, imageTag, releaseName, chartName, chartVersion]
  const texts = parts.filter((part) => typeof part === "string" && part !== "")
  return texts.length === 0 ? `${method} ${path}` : texts.join(" · ")
}

export const requestColumns: readonly Column<ReceivedRequest>[] = [
  {
    id: "outcome",
    label: "Outcome",
    width: 150,
    required: true,
    cell: (request) => <StatusLabel style={requestOutcomeStyles[request.outcome]} />,
    csv: ({ outcome }) => outcome,
  },
  {
    id: "at",
    label: "Time",
    plain: true,
    width: timeWidth,
    cell: ({ at }) => <Time at={at} />,
    csv: ({ at }) => at,
  },
  {
    id: "subject",
    label: "About",
    width: 280,
    cell: (request) => (
      <span className="font-mono text-xs" title={subjectOf(request)}>
        {subjectOf(request)}
      </span>
    ),
    csv: subjectOf,
  },
  {
    id: "token",
    label: "Token",
    width: 150,
    cell: ({ token }) => token?.name ?? <span className="text-muted">Unknown</span>,
    csv: ({ token }) => token?.name ?? null,
  },
  {
    id: "status",
    label: "Status",
    width: 80,
    align: "end",
    cell: ({ status }) => <span className="tabular-nums">{status}</span>,
    csv: ({ status }) => status,
  },
  {
    id: "answer",
    label: "Answer",
    cell: (request) => (
      <span className="text-muted" title={outcomeSentence(request)}>
        {outcomeSentence(request)}
      </span>
    ),
    csv: outcomeSentence,
  },
]
