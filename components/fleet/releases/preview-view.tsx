"use client"

import { ChangeList } from "@/components/fleet/releases/change-list"
import { PreviewFindings } from "@/components/fleet/releases/preview-findings"
import { VersionChange } from "@/components/ui/version-change"
import type { Preview } from "@/lib/fleet/releases/preview-schema"

/** The effect of a change. Previewing changes nothing. */
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
