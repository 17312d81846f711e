import dynamic from "next/dynamic"
import { useId, useState } from "react"
import {
  listValueFields,
  type TypedValues,
  type Values,
} from "@/components/fleet/releases/values/value-fields"
import { ValuesForm } from "@/components/fleet/releases/values/values-form"
import {
  readValues,
  typedValues,
  withValue,
  writeValues,
} from "@/components/fleet/releases/values/values-text"
import { ChunkBoundary } from "@/components/ui/chunk-boundary"
import { Segmented } from "@/components/ui/segmented"
import { Skeleton } from "@/components/ui/skeleton"
import type { ChartContents } from "@/lib/fleet/charts/schema"
import { unsafeIntegersWarning } from "@/lib/platform/yaml/unsafe-integers"

const YamlEditor = dynamic(() => import("@/components/fleet/releases/values/yaml-editor"), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full rounded-md" />,
})

export interface ValuesEditorProps {
  chart: Pick<ChartContents, "schema" | "values">
  typed: TypedValues
  onTyped: (typed: TypedValues) => void
  current: Values | null
  problem: (pointer: string) => string | undefined
}

export function ValuesEditor({ chart, typed, onTyped, current, problem }: ValuesEditorProps) {
  // The text is the source of truth, also for the form.
  const text = typed.text ?? writeValues(typed.values ?? {})
  const onText = (next: string) => onTyped(typedValues(next))
  const [view, setView] = useState<"form" | "yaml">("form")
  const problemId = useId()
  const read = readValues(text)
  const rounded = read.values && unsafeIntegersWarning(read.values)
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="Edit values as"
          value={view}
          onValueChange={setView}
          options={[
            { value: "form", label: "Form" },
            { value: "yaml", label: "YAML" },
          ]}
        />
        <p className="text-xs text-muted">
          Only values that differ from the chart's defaults are stored. Form and YAML show the same content.
        </p>
      </div>
      {read.problem && (
        <p id={problemId} role="alert" className="text-xs text-failed">
          {read.problem.line !== null && `Line ${read.problem.line}: `}
          {read.problem.message}
        </p>
      )}
      {rounded && (
        <p role="status" className="text-xs text-pending">
          {rounded}
        </p>
      )}
      {view === "yaml" || read.values === null ? (
        <ChunkBoundary>
          <YamlEditor text={text} onText={onText} problemId={read.problem ? problemId : undefined} />
        </ChunkBoundary>
      ) : (
        <ValuesForm
          fields={listValueFields(chart.schema, chart.values)}
          values={read.values}
          current={current}
          onValue={(path, value) => onText(withValue(text, path, value))}
          onYaml={() => setView("yaml")}
          problem={problem}
        />
      )}
    </div>
  )
}
