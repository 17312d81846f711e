"use client"

import { Download, Image, Printer } from "lucide-react"
import { comparedWith, formatWindow, placeLabel } from "@/components/ledger/insights/comparison"
import { numberedAnnotations } from "@/components/ledger/insights/graph-points"
import { bandLabel, tilesOf } from "@/components/ledger/insights/tiles"
import { Button } from "@/components/ui/button"
import { arrows, changeOf } from "@/components/ui/delta"
import { showErrorToast } from "@/components/ui/toast"
import type { Insights } from "@/lib/ledger/insights/schema"

/** The whole page as a file or on paper, each one click away. */
export function ReportButtons({ insights }: { insights: Insights }) {
  const name = ["insights", insights.application, insights.environment, insights.from.slice(0, 10)]
    .filter((part) => part !== null)
    .join("-")
    .replaceAll("/", "-")

  async function saveCsv() {
    const [{ reportCsv }, { downloadCsv }] = await Promise.all([
      import("@/components/ledger/insights/report-csv"),
      import("@/components/ui/download"),
    ])
    downloadCsv(name, reportCsv(insights))
  }

  async function savePng() {
    const { exportPng } = await import("@/components/graphs/export-png")
    const drawings = [...document.querySelectorAll<HTMLElement>("[data-drawing]")].flatMap((drawing) => {
      const svg = drawing.querySelector("svg")
      return svg === null ? [] : [{ title: drawing.dataset.drawing ?? "", svg }]
    })
    await exportPng(drawings, name, reportLines(insights))
  }

  const run = (save: () => Promise<void>) => () => {
    save().catch((error: Error) => showErrorToast(error.message))
  }
  return (
    <fieldset aria-label="Export" className="flex gap-2">
      <Button size="sm" icon={<Download size={14} />} title="All figures" onClick={run(saveCsv)}>
        CSV
      </Button>
      <Button
        size="sm"
        icon={<Image size={14} />}
        title="The figures and graphs as an image"
        onClick={run(savePng)}
      >
        PNG
      </Button>
      <Button
        size="sm"
        icon={<Printer size={14} />}
        title="Print, or save as PDF"
        onClick={() => window.print()}
      >
        Print
      </Button>
    </fieldset>
  )
}

/** What the tiles and annotations say, as lines of text. */
function reportLines(insights: Insights): string[] {
  const { label } = comparedWith(insights)
  const days = `${formatWindow(insights, insights.timeZone)} (${insights.timeZone})`
  const tiles = tilesOf(insights).map((tile) => {
    const { value, previous, measure } = tile
    const change = value === null || previous === null ? null : changeOf(value, previous, measure, "against")
    const words = change && `${arrows[change.direction]} ${change.size}`
    return [`${tile.label}: ${tile.words}`, words, tile.n, bandLabel(tile)].filter(Boolean).join(" · ")
  })
  return [
    `${placeLabel(insights)}, ${days}, compared with ${label}`,
    ...tiles,
    ...numberedAnnotations(insights).map((one) => `${one.number} ${one.label}`),
  ]
}
