import clsx from "clsx"
import { ChevronRight } from "lucide-react"
import type { ReactNode } from "react"
import { type DiffLine, type DiffLineKind, readUnifiedDiff } from "@/components/fleet/releases/unified-diff"
import { Badge, type Tone } from "@/components/ui/badge"
import { ScrollRegion } from "@/components/ui/scroll-region"
import type { ResourceChange, RevisionDiff } from "@/lib/fleet/releases/revision-schema"
import { formatQuantity } from "@/lib/platform/format"

const changeStyles: Record<ResourceChange["change"], { word: string; tone: Tone }> = {
  added: { word: "Added", tone: "deployed" },
  removed: { word: "Removed", tone: "failed" },
  changed: { word: "Changed", tone: "pending" },
  unchanged: { word: "Unchanged", tone: "neutral" },
}

/** "7 resources: 2 added, 1 changed, 4 unchanged". */
function changeSummary(resources: readonly ResourceChange[]): string {
  const parts = (["added", "changed", "removed", "unchanged"] as const).flatMap((change) => {
    const count = resources.filter((resource) => resource.change === change).length
    return count === 0 ? [] : [`${count} ${change}`]
  })
  if (parts.length === 0) return "No resources"
  return `${formatQuantity(resources.length, "resource")}: ${parts.join(", ")}`
}

export function ChangeList({ diff }: { diff: RevisionDiff }) {
  const changed = diff.resources.filter((resource) => resource.change !== "unchanged")
  const isUnchanged = diff.values === "" && changed.length === 0
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">{changeSummary(diff.resources)}</p>
      {isUnchanged && <p className="text-sm">No changes to values or resources.</p>}
      {diff.values !== "" && (
        <DiffSection title="Values" mark={<Badge tone="pending">Changed</Badge>} diff={diff.values} open />
      )}
      {changed.map(({ kind, namespace, name, hook, change, diff }) => (
        <DiffSection
          key={`${kind}/${namespace ?? ""}/${name}`}
          title={`${kind} ${name}`}
          mark={
            <>
              {hook && <Badge>Hook</Badge>}
              <Badge tone={changeStyles[change].tone}>{changeStyles[change].word}</Badge>
            </>
          }
          diff={diff}
          open={changed.length <= 4}
        />
      ))}
    </div>
  )
}

interface DiffSectionProps {
  title: string
  mark: ReactNode
  diff: string
  open: boolean
}

function DiffSection({ title, mark, diff, open }: DiffSectionProps) {
  const lines = readUnifiedDiff(diff)
  const added = lines.filter(({ kind }) => kind === "added").length
  const removed = lines.filter(({ kind }) => kind === "removed").length
  return (
    <details open={open} className="group/fold rounded-md border border-line bg-surface">
      <summary className="flex min-h-9 flex-wrap items-center gap-2 px-3 py-1.5 text-sm -outline-offset-2">
        <ChevronRight
          size={13}
          className="shrink-0 text-muted transition-transform duration-100 group-open/fold:rotate-90"
        />
        <span className="min-w-0 truncate font-mono text-xs">{title}</span>
        {mark}
        <span className="ml-auto text-xs text-muted">
          <span aria-hidden="true">
            +{added} −{removed}
          </span>
          <span className="sr-only">
            {formatQuantity(added, "line")} added, {removed} removed
          </span>
        </span>
      </summary>
      <div className="border-t border-line">
        <DiffLines lines={lines} label={`Changes to ${title}`} />
      </div>
    </details>
  )
}

const lineStyles: Record<DiffLineKind, { sign: string; spoken: string; className: string }> = {
  added: { sign: "+", spoken: "added: ", className: "bg-deployed/10" },
  removed: { sign: "−", spoken: "removed: ", className: "bg-failed/10" },
  same: { sign: " ", spoken: "", className: "" },
  gap: { sign: "⋯", spoken: "", className: "bg-raised text-muted" },
}

function DiffLines({ lines, label }: { lines: readonly DiffLine[]; label: string }) {
  return (
    <ScrollRegion label={label} className="max-h-[28rem] bg-canvas">
      <table aria-label={label} className="min-w-full border-separate border-spacing-0 font-mono text-xs">
        <tbody>
          {lines.map((line, index) => {
            const style = lineStyles[line.kind]
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a diff never change position
              <tr key={index} className={clsx("leading-5", style.className)}>
                <Count count={line.before} />
                <Count count={line.after} />
                <td className="w-4 px-1 text-center select-none">
                  <span aria-hidden="true">{style.sign}</span>
                </td>
                <td className="pr-3 whitespace-pre">
                  {style.spoken && <span className="sr-only">{style.spoken}</span>}
                  {line.text}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function Count({ count }: { count: number | null }) {
  return (
    <td aria-hidden="true" className="w-8 pr-1 pl-2 text-right text-muted tabular-nums select-none">
      {count}
    </td>
  )
}
