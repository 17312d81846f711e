import type { ReactNode } from "react"
import { Drawer } from "@/components/ui/dialog"
import type { Read } from "@/components/ui/error-state"
import { Loaded } from "@/components/ui/loaded"

interface RecordDrawerProps<T> {
  /** Null: closed. */
  id: string | null
  onClose: () => void
  onNext?: () => void
  onPrevious?: () => void
  read: Read<T>
  /** What error messages call the record: "deployment". */
  noun: string
  title: (record: T) => ReactNode
  description: (record: T) => string
  actions?: ReactNode
  footer?: (record: T) => ReactNode
  /** Additional text if it could not be loaded. */
  failureHint?: ReactNode
  children: (record: T) => ReactNode
}

export function RecordDrawer<T>(props: RecordDrawerProps<T>) {
  const { id, onClose, onNext, onPrevious, read, noun, actions } = props
  const record = read.data
  return (
    <Drawer
      {...{ onNext, onPrevious, actions }}
      open={id !== null}
      onOpenChange={(open) => !open && onClose()}
      title={
        record === undefined ? (
          <span className="capitalize">{noun}</span>
        ) : (
          <span className="flex items-center gap-x-2 max-sm:flex-wrap">{props.title(record)}</span>
        )
      }
      description={record && props.description(record)}
      footer={record && props.footer?.(record)}
    >
      <Loaded read={read} failure={`Could not load the ${noun}`} hint={props.failureHint}>
        {(loaded) => <div className="flex flex-col gap-5">{props.children(loaded)}</div>}
      </Loaded>
    </Drawer>
  )
}

export function DrawerSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-sm font-medium">{title}</h3>
      {children}
    </section>
  )
}
