import { Button } from '@mantine/core'
import { type DragEvent, useRef, useState } from 'react'
import type { ImportCheck, ImportDone } from '../../../shared/protocol/import-messages.ts'
import { type Answer, ask } from '../../http/ask.ts'
import { newId } from '../../store/new-id.ts'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { ImportPreview } from './import-preview.tsx'
import styles from './import-sheet.module.css'

const said = sellerTexts.import

type Step =
  | { kind: 'choose'; trouble?: string }
  | { kind: 'checking'; name: string }
  | { kind: 'checked'; name: string; check: ImportCheck; trouble?: string }
  | { kind: 'applying'; check: ImportCheck }
  | { kind: 'done'; done: ImportDone }

export interface ImportSheetProps {
  opened: boolean
  shopId: number
  onClose: () => void
}

/** Products from a file: chosen or dropped, looked at, and only then applied, all of it or nothing. */
export const ImportSheet = ({ opened, shopId, onClose }: ImportSheetProps) => (
  <Sheet opened={opened} onClose={onClose} title={said.title}>
    {opened && <Import shopId={shopId} onClose={onClose} />}
  </Sheet>
)

function Import({ shopId, onClose }: { shopId: number; onClose: () => void }) {
  const [step, setStep] = useState<Step>({ kind: 'choose' })
  const check = async (file: File) => {
    setStep({ kind: 'checking', name: file.name })
    // As text, whatever the system calls it.
    const body = new Blob([file], { type: 'text/csv' })
    const answer = await ask<ImportCheck>('POST', `/api/import?check=1&shopId=${shopId}`, body)
    if (answer.kind === 'ok') setStep({ kind: 'checked', name: file.name, check: answer.body })
    else setStep({ kind: 'choose', trouble: troubleOf(answer) })
  }
  const apply = async (name: string, checked: ImportCheck) => {
    setStep({ kind: 'applying', check: checked })
    const answer = await applyUntilKnown(checked.token ?? '')
    if (answer.kind === 'ok') setStep({ kind: 'done', done: answer.body })
    else setStep({ kind: 'checked', name, check: checked, trouble: troubleOf(answer) })
  }
  return (
    <div className={styles.import} aria-live="polite" aria-busy={step.kind.endsWith('ing')}>
      {step.kind === 'choose' && <Choose trouble={step.trouble} onFile={(file) => void check(file)} />}
      {step.kind === 'checking' && <p>{said.checking(step.name)}</p>}
      {step.kind === 'checked' && (
        <ImportPreview
          name={step.name}
          check={step.check}
          trouble={step.trouble}
          onApply={() => void apply(step.name, step.check)}
          onAnother={() => setStep({ kind: 'choose' })}
        />
      )}
      {step.kind === 'applying' && <p>{said.applying}</p>}
      {step.kind === 'done' && (
        <>
          <StatusLabel tone="ok" icon="check">
            {said.done(step.done.created, step.done.changed, step.done.seq)}
          </StatusLabel>
          <Button onClick={onClose} data-autofocus autoFocus>
            {sellerTexts.done}
          </Button>
        </>
      )}
    </div>
  )
}

const triesMax = 5

/** The same id again until the outcome is known: a reply may be lost, and the file must not be applied twice. */
async function applyUntilKnown(token: string): Promise<Answer<ImportDone>> {
  const id = newId()
  let answer: Answer<ImportDone> = { kind: 'no answer' }
  for (let count = 0; count < triesMax; count += 1) {
    answer = await ask<ImportDone>('POST', '/api/import', { id, token })
    const isKnown = answer.kind === 'ok' || (answer.kind === 'refused' && !('retryAfterMs' in answer.refusal))
    if (isKnown) return answer
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** count))
  }
  return answer
}

function troubleOf(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): string {
  if (answer.kind === 'no answer') return said.noAnswer
  if (answer.refusal.code === 'conflict') return said.conflict(answer.refusal.product?.name)
  return sellerTexts.refusal(answer.refusal)
}

function Choose({ trouble, onFile }: { trouble: string | undefined; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut of the button in it */}
      <div
        className={styles.drop}
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
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          hidden
          aria-label={said.choose}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            if (file) onFile(file)
          }}
        />
        <Button variant="outline" data-autofocus onClick={() => input.current?.click()}>
          {said.choose}
        </Button>
      </div>
      {trouble && (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
      <p className={styles.help}>{said.columns}</p>
    </>
  )
}
