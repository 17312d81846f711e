import { Columns3 } from "lucide-react"
import dynamic from "next/dynamic"
import { Button } from "@/components/ui/button"
import type { ColumnListProps } from "@/components/ui/column-list"
import { Popover } from "@/components/ui/floating"

const ColumnList = dynamic(() => import("@/components/ui/column-list").then((file) => file.ColumnList), {
  ssr: false,
  loading: () => <div className="h-72" />,
})

export function ColumnChoice(props: ColumnListProps) {
  return (
    <Popover
      label="Columns"
      align="end"
      className="w-80"
      trigger={
        <Button icon={<Columns3 size={14} />}>
          <span className="max-sm:sr-only">Columns</span>
        </Button>
      }
    >
      <ColumnList {...props} />
    </Popover>
  )
}
