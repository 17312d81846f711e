import { Download, Table2 } from "lucide-react"
import { type ReactNode, useId, useRef, useState } from "react"
import { exportPng } from "@/components/graphs/export-png"
import type { GraphTable } from "@/components/graphs/series"
import { downloadCsv } from "@/components/ui/download"
import { Menu } from "@/components/ui/floating"
import { IconButton } from "@/components/ui/icon-button"
import { Cell, HeadCell, Row, Table } from "@/components/ui/table"
import { showErrorToast } from "@/components/ui/toast"
import { csvDocument } from "@/lib/platform/csv"

export interface GraphFrameOptions {
  title: string
  /** One line below the title: the period, n, what it means. */
  description?: ReactNode
  /** Next to the title: "How is this computed?". */
  actions?: ReactNode
  /** Height of the drawing in pixels. */
  height?: number
}

interface GraphFrameProps extends GraphFrameOptions {
  table: GraphTable
  /** Called when a row of the table view is selected. */
  onSelectRow?: (index: number) => void
  legend?: ReactNode
  children: ReactNode
}

const defaultHeight = 208

/** The table is hidden visually, for screen readers, or shown instead of the drawing. */
export function GraphFrame(props: GraphFrameProps) {
  const { title, description, actions, table, legend, height = defaultHeight, children } = props
  const titleId = useId()
  const drawing = useRef<HTMLDivElement>(null)
  const [asTable, setAsTable] = useState(false)
  const fileName = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")

  function savePng() {
    const svg = drawing.current?.querySelector("svg")
    if (!svg) return
    exportPng([{ title, svg }], fileName).catch((error: Error) => showErrorToast(error.message))
  }

  return (
    <figure aria-labelledby={titleId} className="relative flex min-w-0 flex-col gap-3">
      <figcaption className="flex min-w-0 items-start gap-1">
        <div className="min-w-0 flex-1">
          <h2 id={titleId} className="text-sm leading-6 font-medium">
            {title}
          </h2>
          {description && <div className="text-xs text-muted">{description}</div>}
        </div>
        {legend}
        {actions}
        <span className="flex print:hidden">
          <IconButton
            label={asTable ? "Show as graph" : "Show as table"}
            size="sm"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
            className="aria-pressed:bg-raised aria-pressed:text-accent"
          >
            <Table2 size={14} />
          </IconButton>
          <Menu
            align="end"
            trigger={
              <IconButton label={`Export ${title}`} size="sm">
                <Download size={14} />
              </IconButton>
            }
            entries={[
              { label: "PNG image", disabled: asTable, onSelect: savePng },
              {
                label: "CSV file",
                onSelect: () => downloadCsv(fileName, csvDocument(table.head, table.raw)),
              },
            ]}
          />
        </span>
      </figcaption>
      {asTable ? (
        <div style={{ height }}>
          <GraphTwin title={title} table={table} onSelectRow={props.onSelectRow} />
        </div>
      ) : (
        <>
          <div ref={drawing} data-drawing={title} style={{ height }} className="relative min-w-0">
            {children}
          </div>
          <GraphTwin title={title} table={table} hidden />
        </>
      )}
    </figure>
  )
}

interface GraphTwinProps {
  title: string
  table: GraphTable
  /** Visually hidden, for screen readers only; without buttons, because a focused element must be visible. */
  hidden?: boolean
  onSelectRow?: (index: number) => void
}

function GraphTwin({ title, table, hidden = false, onSelectRow }: GraphTwinProps) {
  if (hidden) {
    return (
      // A table cannot be one pixel wide, so a wrapper hides it.
      <div className="sr-only">
        <table aria-label={`${title}, as a table`}>
          <thead>
            <tr>
              {table.head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(([first, ...rest], index) => (
              <tr key={rowKey(table, index)}>
                <th scope="row">{first}</th>
                {rest.map((cell, column) => (
                  <td key={table.head[column + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )
  }
  return (
    <Table label={`${title}, as a table`} regionClassName="h-full rounded-md border border-line">
      <thead>
        <tr>
          {table.head.map((name, index) => (
            <HeadCell key={name} align={index === 0 ? "start" : "end"}>
              {name}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(([first, ...rest], index) => (
          <Row key={rowKey(table, index)} className="h-7!">
            <Cell className="h-7! max-w-none">
              {onSelectRow ? (
                <button type="button" onClick={() => onSelectRow(index)} className="row-link text-accent">
                  {first}
                </button>
              ) : (
                first
              )}
            </Cell>
            {rest.map((cell, column) => (
              <Cell key={table.head[column + 1]} align="end" className="h-7!">
                {cell}
              </Cell>
            ))}
          </Row>
        ))}
      </tbody>
    </Table>
  )
}

function rowKey(table: GraphTable, index: number): string {
  return String(table.raw[index]?.[0] ?? index)
}
