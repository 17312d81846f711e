import { Pencil, Plus, Trash2 } from "lucide-react"
import { AnnotationDialog } from "@/components/ledger/insights/annotation-dialog"
import { type NumberedAnnotation, numberedAnnotations } from "@/components/ledger/insights/graph-points"
import type { Choices } from "@/components/ledger/insights/insights-query"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { DialogTrigger } from "@/components/ui/dialog-button"
import { IconButton } from "@/components/ui/icon-button"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { annotationKindLabels } from "@/lib/ledger/annotations/kinds"
import type { Annotation } from "@/lib/ledger/annotations/schema"
import type { Insights } from "@/lib/ledger/insights/schema"
import { formatDay, formatShortTime } from "@/lib/platform/format"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

interface AnnotationListProps {
  insights: Insights
  choices: Choices
  canAnnotate: boolean
}

export function AnnotationList({ insights, choices, canAnnotate }: AnnotationListProps) {
  const numbered = numberedAnnotations(insights)
  if (numbered.length === 0 && !canAnnotate) return null
  const edit = { choices, scope: insights }
  return (
    <Card
      title="Annotations"
      description="Freezes, incidents and notes, by their number on the graphs"
      flush
      actions={
        canAnnotate && (
          <DialogTrigger
            dialog={(state) => <AnnotationDialog {...state} {...edit} annotation={null} />}
            trigger={
              <Button size="sm" icon={<Plus size={14} aria-hidden="true" />} className="print:hidden">
                Add annotation
              </Button>
            }
          />
        )
      }
    >
      {numbered.length === 0 ? (
        <p className="p-4 text-sm text-muted">
          No annotations in this period. Add a deployment freeze or an incident to explain the graphs.
        </p>
      ) : (
        <ul aria-label="Annotations" className="divide-y divide-line *:break-inside-avoid">
          {numbered.map((one) => (
            <li key={one.annotation.id} className="flex items-start gap-3 px-4 py-2">
              <AnnotationText {...one} timeZone={insights.timeZone} />
              {canAnnotate && (
                <span className="flex shrink-0 print:hidden">
                  <DialogTrigger
                    dialog={(state) => <AnnotationDialog {...state} {...edit} annotation={one.annotation} />}
                    trigger={
                      <IconButton label={`Edit annotation ${one.number}`} size="sm">
                        <Pencil size={13} />
                      </IconButton>
                    }
                  />
                  <RemoveButton {...one} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function AnnotationText({ number, color, annotation, timeZone }: NumberedAnnotation & { timeZone: string }) {
  const { kind, text, application, environment, createdBy } = annotation
  const scope = [application ?? "all applications", environment ?? "all environments"].join(" in ")
  return (
    <>
      <span className="w-5 shrink-0 text-sm font-medium tabular-nums" style={{ color: color }}>
        {number}
      </span>
      <div className="min-w-0 flex-1 text-sm">
        <p className="wrap-anywhere">
          <span className="font-medium">{annotationKindLabels[kind]}</span> {text}
        </p>
        <p className="text-xs text-muted">
          {formatSpan(annotation, timeZone)}, {scope}, by {createdBy}
        </p>
      </div>
    </>
  )
}

/** `20 Dec 2026, 00:00 to 4 Jan 2027, 00:00`. */
function formatSpan({ startsAt, endsAt }: Annotation, timeZone: string): string {
  const format = (at: string) => {
    const [, time] = formatShortTime(at, timeZone).split(", ")
    return `${formatDay(at, timeZone)}, ${time}`
  }
  return endsAt === null ? format(startsAt) : `${format(startsAt)} to ${format(endsAt)}`
}

function RemoveButton({ annotation: { id, text }, number }: NumberedAnnotation) {
  const remove = useApiMutation("DELETE", api("/platform/annotations/{id}", id), {
    toast: "Annotation removed",
    invalidates: [queryKeys.insights, queryKeys.annotations],
  })
  return (
    <ConfirmDialog
      trigger={
        <IconButton label={`Remove annotation ${number}`} size="sm">
          <Trash2 size={13} />
        </IconButton>
      }
      title={`Remove annotation ${number}?`}
      description={`“${text}” is removed from the graphs for everyone. The audit log keeps it.`}
      confirm="Remove"
      action={remove}
    />
  )
}
