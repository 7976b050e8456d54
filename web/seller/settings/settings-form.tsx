import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { isBlank } from '../../../shared/blank.ts'
import type { ShopFields } from '../../../shared/catalog/shop.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { announce } from '../../ui/announcements.ts'
import { durationOf } from '../../ui/plurals.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { MutationStatus } from '../shell/mutation-status.tsx'
import { isUnderWay, useCommand } from '../shell/use-command.ts'
import styles from './settings-page.module.css'
import { TimeZoneField } from './time-zone-field.tsx'

const said = sellerTexts.settingsPage

type Draft = Omit<ShopFields, 'lowStockAt'> & { lowStockAt: string }
type Errors = Partial<Record<keyof Draft, string>>

const draftOf = ({ id: _id, slug: _slug, status: _status, lowStockAt, ...fields }: Shop): Draft => ({
  ...fields,
  lowStockAt: String(lowStockAt),
})

export function SettingsForm({ shop }: { shop: Shop }) {
  const [draft, setDraft] = useState(() => draftOf(shop))
  const [errors, setErrors] = useState<Errors>({})
  const { mutation, send, reset } = useCommand('shop:update')
  const change = (changes: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...changes }))
    reset()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = errorsIn(draft)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    const reply = await send({ shopId: shop.id, ...draft, lowStockAt: Number(draft.lowStockAt) })
    if (reply) announce(said.saved)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <Fields draft={draft} errors={errors} onChange={change} />
      <MutationStatus mutation={mutation} />
      {mutation.kind === 'done' && (
        <StatusLabel tone="ok" icon="check">
          {said.saved}
        </StatusLabel>
      )}
      <Button type="submit" loading={isUnderWay(mutation)} className={styles.save ?? ''}>
        {sellerTexts.save}
      </Button>
    </form>
  )
}

interface FieldsProps {
  draft: Draft
  errors: Errors
  onChange: (changes: Partial<Draft>) => void
}

function Fields({ draft, errors, onChange }: FieldsProps) {
  const text = (field: 'name' | 'description' | 'pickupNote' | 'lowStockAt') => ({
    value: draft[field],
    error: errors[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [field]: event.currentTarget.value }),
  })
  return (
    <>
      <TextInput label={said.name} autoComplete="off" {...text('name')} />
      <Textarea label={said.pickupNote} description={said.pickupHelp} rows={4} {...text('pickupNote')} />
      {draft.pickupNote.trim() === '' && (
        <StatusLabel tone="warn" icon="alert">
          {said.pickupMissing}
        </StatusLabel>
      )}
      <Textarea
        label={said.description}
        description={said.descriptionHelp}
        rows={4}
        {...text('description')}
      />
      <TextInput
        label={said.lowStockAt}
        description={said.lowHelp}
        inputMode="numeric"
        autoComplete="off"
        {...text('lowStockAt')}
      />
      <TimeZoneField value={draft.timeZone} onChange={(timeZone) => onChange({ timeZone })} />
      <NativeSelect
        label={said.collect}
        description={said.collectHelp}
        value={draft.collectMinutes ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ collectMinutes: value ? Number(value) : null })
        }
        data={[
          { value: '', label: said.collectNever },
          ...collectChoices(draft.collectMinutes).map((minutes) => ({
            value: String(minutes),
            label: said.collectAfter(durationOf(minutes)),
          })),
        ]}
      />
      <Checkbox
        label={said.accountsOnly}
        description={said.accountsOnlyHelp}
        checked={draft.accountsOnly}
        onChange={(event) => onChange({ accountsOnly: event.currentTarget.checked })}
      />
    </>
  )
}

/** Minutes to choose from, and what is set now. */
const collectChoices = (current: number | null): number[] =>
  [
    ...new Set([
      15,
      30,
      60,
      120,
      240,
      480,
      1_440,
      2_880,
      4_320,
      10_080,
      ...(current === null ? [] : [current]),
    ]),
  ].sort((one, other) => one - other)

function errorsIn({ name, lowStockAt }: Draft): Errors {
  const number = /^\d{1,10}$/.test(lowStockAt.trim()) ? Number(lowStockAt) : Number.NaN
  return {
    ...(isBlank(name) ? { name: said.nameMissing } : {}),
    ...(number <= limits.stockMax ? {} : { lowStockAt: said.numberWrong }),
  }
}
