"use client"

import type { GraphTable } from "@/components/graphs/series"
import { Cell, HeadCell, Row, Table } from "@/components/ui/table"

interface GraphTwinProps {
  title: string
  table: GraphTable
  /** Visually hidden, for screen readers only; without buttons, because a focused element must be visible. */
  hidden?: boolean
  onSelectRow?: (index: number) => void
}

/** The data of a graph as a table. */
export function GraphTwin({ title, table, hidden = false, onSelectRow }: GraphTwinProps) {
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
