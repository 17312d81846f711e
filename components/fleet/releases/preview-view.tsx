import { CircleCheck } from "lucide-react"
import { ChangeList } from "@/components/fleet/releases/change-list"
import { WarningNotice } from "@/components/fleet/releases/warning-notice"
import { Notice } from "@/components/ui/notice"
import { VersionChange } from "@/components/ui/version-change"
import type { Preview, PreviewProblem } from "@/lib/fleet/releases/preview-schema"

export function PreviewView({ preview }: { preview: Preview }) {
  const { chartName, fromChartVersion: from, toChartVersion: to } = preview
  return (
    <div className="flex flex-col gap-3">
      <p className="flex flex-wrap items-baseline gap-2 text-sm">
        <span className="font-mono text-xs">{chartName}</span>
        <span className="font-mono text-xs">{[from, to].filter((one) => one !== null).join(" → ")}</span>
        {from !== null && to !== null && <VersionChange from={from} to={to} />}
      </p>
      <PreviewFindings preview={preview} />
      <ChangeList diff={preview} />
    </div>
  )
}

const reasonLabels: Record<PreviewProblem["reason"], string> = {
  CONFLICT: "Changed outside Slipway",
  FORBIDDEN: "Forbidden",
  REJECTED: "Rejected",
  UNKNOWN_KIND: "Unknown kind",
}

const rejected = "The cluster would reject this change"

/** The cluster's objections to a change, and warnings to read before it is applied. */
function PreviewFindings({ preview }: { preview: Preview }) {
  const { problems, warnings, validated } = preview
  return (
    <div className="flex flex-col gap-2">
      {problems.length > 0 && (
        <Notice tone="failed" aria-label={rejected}>
          <h3 className="font-medium">{rejected}</h3>
          <ul className="mt-1 flex list-disc flex-col gap-1 pl-4 wrap-anywhere">
            {problems.map((problem) => (
              <li
                key={`${problem.kind}/${problem.namespace}/${problem.name}/${problem.field}/${problem.message}`}
              >
                <span className="font-medium">{reasonLabels[problem.reason]}:</span> {problem.kind}{" "}
                <span className="font-mono text-xs">{problem.name}</span>
                {problem.field !== null && (
                  <>
                    {" "}
                    <span className="font-mono text-xs">{problem.field}</span>
                  </>
                )}
                {problem.reason === "CONFLICT" && problem.manager !== null
                  ? ` was changed by ${problem.manager}.`
                  : `: ${problem.message}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <WarningNotice title="Before you apply this change" warnings={warnings} />
      {validated === true && problems.length === 0 && (
        <p className="flex items-center gap-1.5 text-xs text-muted">
          <CircleCheck size={13} className="text-deployed" />
          The cluster accepts every object.
        </p>
      )}
    </div>
  )
}
