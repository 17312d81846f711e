import { outcomeSentence } from "@/components/admin/requests/explain-request"
import { requestOutcomeStyles } from "@/components/admin/requests/request-outcome"
import { statusColumn, timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { VersionText } from "@/components/ui/version-text"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"

/** The subject of a request: application, environment and tag, or chart and release, or else the path. */
export function subjectOf({ sent, replayable, method, path }: ReceivedRequest): string {
  const { application, environment, imageTag, releaseName, chartName, chartVersion } = {
    ...sent,
    ...replayable,
  }
  const parts = [application, environment, imageTag, releaseName, chartName, chartVersion]
  const texts = parts.filter((part) => typeof part === "string" && part !== "")
  return texts.length === 0 ? `${method} ${path}` : texts.join(" · ")
}

/** The name of the token or event source; undefined if there was no valid one. */
export const senderName = ({ token, eventSource }: ReceivedRequest) => (token ?? eventSource)?.name

export const requestColumns: readonly Column<ReceivedRequest>[] = [
  statusColumn(({ outcome }) => outcome, requestOutcomeStyles, {
    id: "outcome",
    label: "Outcome",
    width: 150,
    required: true,
  }),
  timeColumn(({ at }) => at, { id: "at", label: "Time", plain: true }),
  {
    id: "subject",
    label: "About",
    minWidth: 240,
    value: subjectOf,
    cell: (request) => (
      // On a phone several names do not fit in a line.
      <VersionText
        value={subjectOf(request)}
        className="text-xs max-sm:inline-block max-sm:wrap-anywhere max-sm:*:inline max-sm:*:whitespace-pre-wrap"
      />
    ),
  },
  {
    id: "sender",
    label: "Sender",
    width: 150,
    value: senderName,
    cell: (request) => senderName(request) ?? <span className="text-muted">Unknown</span>,
  },
  { id: "status", label: "Status", width: 80, align: "end", value: ({ status }) => status },
  { id: "answer", label: "Response", muted: true, value: outcomeSentence },
]
