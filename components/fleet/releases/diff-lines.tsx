import clsx from "clsx"
import { type DiffLineKind, readUnifiedDiff } from "@/components/fleet/releases/unified-diff"
import { ScrollRegion } from "@/components/ui/scroll-region"

const looks: Record<DiffLineKind, { sign: string; spoken: string; className: string }> = {
  added: { sign: "+", spoken: "added: ", className: "bg-deployed/10" },
  removed: { sign: "−", spoken: "removed: ", className: "bg-failed/10" },
  same: { sign: " ", spoken: "", className: "" },
  gap: { sign: "⋯", spoken: "", className: "bg-raised text-muted" },
}

/** A unified diff as lines with signs: removed, added and unchanged context. */
export function DiffLines({ diff, label }: { diff: string; label: string }) {
  return (
    <ScrollRegion label={label} className="max-h-[28rem] bg-canvas">
      <table aria-label={label} className="min-w-full border-separate border-spacing-0 font-mono text-xs">
        <tbody>
          {readUnifiedDiff(diff).map((line, index) => {
            const look = looks[line.kind]
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a diff never change position
              <tr key={index} className={clsx("leading-5", look.className)}>
                <Count of={line.before} />
                <Count of={line.after} />
                <td className="w-4 px-1 text-center select-none">
                  <span aria-hidden="true">{look.sign}</span>
                </td>
                <td className="pr-3 whitespace-pre">
                  {look.spoken && <span className="sr-only">{look.spoken}</span>}
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

function Count({ of }: { of: number | null }) {
  return (
    <td aria-hidden="true" className="w-8 pr-1 pl-2 text-right text-muted tabular-nums select-none">
      {of}
    </td>
  )
}
