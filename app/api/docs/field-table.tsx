import { ScrollRegion } from "@/components/ui/scroll-region"
import type { Field } from "@/lib/web/http/openapi-reference"
import { Prose } from "./prose"
import { TypeName } from "./type-name"

interface FieldTableProps {
  label: string
  head: string
  fields: (Field & { note?: string })[]
}

const headCell = "border-b border-line py-1.5 pr-4 text-left text-xs font-medium text-muted"
const cell = "border-b border-line py-1.5 pr-4 align-top"

export function FieldTable({ label, head, fields }: FieldTableProps) {
  return (
    <ScrollRegion label={label} className="mt-3">
      <table aria-label={label} className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th scope="col" className={`${headCell} md:w-48`}>
              {head}
            </th>
            <th scope="col" className={`${headCell} hidden w-56 md:table-cell`}>
              Type
            </th>
            <th scope="col" className={headCell}>
              Description
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={`${field.note} ${field.name}`}>
              <th scope="row" className={`${cell} text-left font-normal`}>
                <code className="font-mono text-xs">{field.name}</code>
                <span className="block text-2xs text-muted">
                  {[field.note, field.required ? "required" : ""].filter(Boolean).join(" · ")}
                </span>
                <span className="block text-2xs text-muted md:hidden">
                  <TypeName type={field} />
                </span>
              </th>
              <td className={`${cell} hidden text-muted md:table-cell`}>
                <TypeName type={field} />
                {field.initial !== null && <span className="block text-2xs">default {field.initial}</span>}
              </td>
              <td className={`${cell} text-muted`}>
                <Prose text={field.description} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
