import { Button, FileButton, NativeSelect, Stack, Text } from '@mantine/core'
import { type DragEvent, useEffect, useEffectEvent, useState } from 'react'
import type { ImportCheck, ImportDone } from '../../../../shared/protocol/import-messages.ts'
import type { Shop } from '../../../../shared/protocol/shapes.ts'
import { ask } from '../../../http/ask.ts'
import type { Outcome } from '../../../socket/wire.ts'
import { Icon } from '../../../ui/icons.tsx'
import { Note } from '../../../ui/note.tsx'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import { Sheet } from '../../../ui/sheet.tsx'
import { StatusLabel } from '../../../ui/status-label.tsx'
import { sellerRefusal } from '../../shell/refusal-text.ts'
import { ImportPreview } from './import-preview.tsx'
import styles from './import-sheet.module.css'
import { applyUntilKnown, type PendingImport, usePendingImports } from './pending-imports.ts'

const said = sellerTexts.import

type Step =
  | { kind: 'choose'; trouble?: string }
  | { kind: 'checking'; name: string }
  | { kind: 'checked'; name: string; check: ImportCheck; shopId: number; trouble?: string }
  | { kind: 'applying'; name: string; isWaiting: boolean }
  | { kind: 'done'; done: ImportDone }

const toChoose: Step = { kind: 'choose' }

export interface ImportSheetProps {
  opened: boolean
  /** The shops that may be imported into; of several, one is chosen first. */
  shops: readonly Shop[]
  onClose: () => void
}

/** Imports products from a chosen or dropped file: checks it, shows the changes, then applies all or nothing. */
export const ImportSheet = ({ opened, shops, onClose }: ImportSheetProps) => (
  <Sheet opened={opened} onClose={onClose} title={said.title}>
    {opened && <Import shops={shops} onClose={onClose} />}
  </Sheet>
)

function Import({ shops, onClose }: Omit<ImportSheetProps, 'opened'>) {
  const { step, setStep, apply } = useImport()
  const [picked, setPicked] = useState<number | null>(null)
  const shopId = picked ?? (shops.length === 1 ? shops[0]!.id : null)
  const check = async (file: File, shopId: number) => {
    setStep({ kind: 'checking', name: file.name })
    // Some systems do not know CSV's type.
    const body = new Blob([file], { type: 'text/csv' })
    const answer = await ask<ImportCheck>('POST', `/api/import?check=1&shopId=${shopId}`, body)
    if (answer.kind === 'ok') setStep({ kind: 'checked', name: file.name, check: answer.reply, shopId })
    else setStep({ kind: 'choose', trouble: troubleOf(answer) })
  }
  return (
    <Stack aria-live="polite" aria-busy={step.kind.endsWith('ing')}>
      {step.kind === 'choose' && shops.length > 1 && (
        <NativeSelect
          label={said.intoShop}
          value={picked ?? ''}
          onChange={({ currentTarget: { value } }) => setPicked(value ? Number(value) : null)}
          data={[
            { value: '', label: said.chooseShop },
            ...shops.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
        />
      )}
      {step.kind === 'choose' && shopId !== null && (
        <Choose trouble={step.trouble} onFile={(file) => void check(file, shopId)} />
      )}
      {step.kind === 'checking' && <p>{said.checking(step.name)}</p>}
      {step.kind === 'checked' && (
        <ImportPreview
          name={step.name}
          check={step.check}
          trouble={step.trouble}
          onApply={() => apply(step.name, step.check, step.shopId)}
          onAnother={() => setStep(toChoose)}
        />
      )}
      {step.kind === 'applying' && (
        <>
          <p>{said.applying(step.name)}</p>
          {step.isWaiting && (
            <StatusLabel tone="warn" icon="clock">
              {sellerTexts.waiting}
            </StatusLabel>
          )}
        </>
      )}
      {step.kind === 'done' && (
        <>
          <StatusLabel tone="ok">{said.done(step.done.created, step.done.changed)}</StatusLabel>
          <Button onClick={onClose} data-autofocus autoFocus>
            {sellerTexts.done}
          </Button>
        </>
      )}
    </Stack>
  )
}

const applying = (name: string, isWaiting = false): Step => ({ kind: 'applying', name, isWaiting })

/** The state of an import. One whose outcome was still unknown when the sheet closed resumes by itself. */
function useImport() {
  const pendings = usePendingImports()
  const [resumed] = useState(() => pendings.all()[0] ?? null)
  const [step, setStep] = useState(resumed ? applying(resumed.name) : toChoose)
  const [closing] = useState(() => new AbortController())
  useEffect(() => () => closing.abort(), [closing])
  const send = async (pending: PendingImport, check?: ImportCheck) => {
    const { name } = pending
    const onUnknown = () => setStep(applying(name, true))
    const ended = await applyUntilKnown(pending, pendings, onUnknown, closing.signal)
    if (ended.kind === 'ok') setStep({ kind: 'done', done: ended.reply })
    if (ended.kind !== 'refused') return
    const trouble = troubleOf(ended)
    const { shopId } = pending
    const isBack = check !== undefined && shopId !== undefined
    setStep(isBack ? { kind: 'checked', name, check, shopId, trouble } : { kind: 'choose', trouble })
  }
  const resume = useEffectEvent(send)
  useEffect(() => {
    if (resumed) void resume(resumed)
  }, [resumed])
  const apply = (name: string, check: ImportCheck, shopId: number) => {
    setStep(applying(name))
    void send(pendings.of(check.token ?? '', name, shopId), check)
  }
  return { step, setStep, apply }
}

function troubleOf(answer: Exclude<Outcome<unknown>, { kind: 'ok' }>): string {
  if (answer.kind === 'unknown') return said.noAnswer
  if (answer.refusal.code === 'conflict') return said.conflict(answer.refusal.product?.name)
  return sellerRefusal(answer.refusal)
}

function Choose({ trouble, onFile }: { trouble: string | undefined; onFile: (file: File) => void }) {
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    <>
      <p>{said.help}</p>
      <Stack
        gap="xs"
        align="center"
        p="lg"
        ta="center"
        c="dimmed"
        className={styles.drop ?? ''}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="upload" size={40} />
        <p>{said.drop}</p>
        <FileButton accept=".csv,.tsv,.txt,text/csv" onChange={(file) => file && onFile(file)}>
          {(props) => (
            <Button {...props} variant="outline" data-autofocus>
              {said.choose}
            </Button>
          )}
        </FileButton>
      </Stack>
      {trouble && (
        <Note tone="bad" icon="alert" role="alert">
          {trouble}
        </Note>
      )}
      <Text size="xs" c="dimmed">
        {said.columns}
      </Text>
    </>
  )
}
