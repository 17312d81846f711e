"use client"

import { VersionChange } from "@/components/deployments/version-change"
import { ChangeList } from "@/components/releases/change-list"
import { PreviewFindings } from "@/components/releases/preview-findings"
import type { Preview } from "@/lib/releases/preview-schema"

/** What would change if it were done now. Nothing has been changed by asking. */
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
