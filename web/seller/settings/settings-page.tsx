import { Button, Checkbox, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useMemo, useState } from 'react'
import { isBlank } from '../../../shared/blank.ts'
import type { ShopFields } from '../../../shared/catalog/shop.ts'
import { rightToSet } from '../../../shared/catalog/staff.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { AccountSections } from '../../account/account-sections.tsx'
import { useOpenedSession, useSellerClient } from '../../store/hooks.ts'
import { offeredBy } from '../../texts/choose.ts'
import { announce } from '../../ui/announcements.ts'
import { LanguageSelect } from '../../ui/language-select.tsx'
import { leftWrong } from '../../ui/left-wrong.ts'
import { durationOf } from '../../ui/plurals.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { MutationStatus } from '../shell/mutation-status.tsx'
import { ShopSelect } from '../shell/shop-select.tsx'
import { isUnderWay, useCommand } from '../shell/use-command.ts'
import { roleOf, useMay } from '../shell/use-may.ts'
import { usePageTitle } from '../shell/use-page-title.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { ShopLook } from './shop-look.tsx'

const said = sellerTexts.settingsPage

/** A shop's settings: name, pickup details, low-stock threshold. */
export function Settings() {
  usePageTitle(sellerTexts.settings)
  const { all, one } = useShopChoice()
  const [picked, setPicked] = useState<number | null>(null)
  const session = useOpenedSession()?.session
  const client = useSellerClient()
  const shop = one ?? all.find(({ id }) => id === picked) ?? all[0]
  return (
    <Stack gap="lg" maw="36rem">
      <h1>{sellerTexts.settings}</h1>
      {!one && all.length > 1 && (
        <ShopSelect label={said.choose} shops={all} shopId={shop?.id} onChange={setPicked} />
      )}
      {shop && <Work shop={shop} />}
      {shop && (
        <Link to="/sell/sign" search={{ shop: shop.id }}>
          {sellerTexts.look.shopSign(shop.name)}
        </Link>
      )}
      {shop && <SettingsForm key={shop.id} shop={shop} />}
      <LanguageSelect offered={offeredBy('seller')} />
      {session && <AccountSections session={session} onRenewed={client.reconnect} />}
    </Stack>
  )
}

/** As what somebody works here, and the way to those who work here too. */
function Work({ shop }: { shop: Shop }) {
  const may = useMay()
  const session = useOpenedSession()?.session
  const role = roleOf(session, shop.id)
  return (
    <Stack gap="xs">
      {session?.role === 'seller' && role && (
        <p>{sellerTexts.staff.yourRole(sellerTexts.staff.roles[role])}</p>
      )}
      {may('staff', shop.id) && (
        <p>
          <Link to="/sell/staff">{sellerTexts.staff.open}</Link>
          <Text span c="dimmed" display="block">
            {sellerTexts.staff.openHelp}
          </Text>
        </p>
      )}
    </Stack>
  )
}

type Draft = Omit<ShopFields, 'lowStockAt'> & { lowStockAt: string }
type Errors = Partial<Record<keyof Draft, string>>

const draftOf = ({
  id: _id,
  slug: _slug,
  status: _status,
  reopensAt: _,
  lowStockAt,
  ...fields
}: Shop): Draft => ({
  ...fields,
  lowStockAt: String(lowStockAt),
})

const collectMinutes = [15, 30, 60, 120, 240, 480, 1_440, 2_880, 4_320, 10_080]

function SettingsForm({ shop }: { shop: Shop }) {
  const [draft, setDraft] = useState(() => draftOf(shop))
  const [errors, setErrors] = useState<Errors>({})
  const { mutation, send, reset } = useCommand('shop:update')
  const may = useMay()
  const maySet = (field: string) => may(rightToSet([field]), shop.id)
  const change = (changes: Partial<Draft>) => {
    const next = { ...draft, ...changes }
    setDraft(next)
    setErrors(leftWrong(errors, errorsIn(next)))
    reset()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = errorsIn(draft)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    const fields = Object.entries({ ...draft, lowStockAt: Number(draft.lowStockAt) })
    const reply = await send({
      shopId: shop.id,
      ...Object.fromEntries(fields.filter(([field]) => maySet(field))),
    })
    if (reply) announce(said.saved)
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="lg">
        <Fields shopId={shop.id} draft={draft} errors={errors} maySet={maySet} onChange={change} />
        <MutationStatus mutation={mutation} />
        {mutation.kind === 'done' && <StatusLabel tone="ok">{said.saved}</StatusLabel>}
        {may('daily', shop.id) && (
          <Button type="submit" loading={isUnderWay(mutation)} me="auto">
            {sellerTexts.save}
          </Button>
        )}
      </Stack>
    </form>
  )
}

interface FieldsProps {
  shopId: number
  draft: Draft
  errors: Errors
  /** Whether this person may change a field. */
  maySet: (field: string) => boolean
  onChange: (changes: Partial<Draft>) => void
}

function Fields({ shopId, draft, errors, maySet, onChange }: FieldsProps) {
  const text = (field: 'name' | 'description' | 'pickupNote' | 'lowStockAt') => ({
    value: draft[field],
    disabled: !maySet(field),
    error: errors[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [field]: event.currentTarget.value }),
  })
  return (
    <>
      <TextInput label={said.name} autoComplete="off" {...text('name')} />
      <Textarea label={said.pickupNote} description={said.pickupHelp} rows={4} {...text('pickupNote')} />
      {draft.pickupNote.trim() === '' && <StatusLabel tone="warn">{said.pickupMissing}</StatusLabel>}
      <Textarea
        label={said.description}
        description={said.descriptionHelp}
        rows={4}
        {...text('description')}
      />
      {maySet('avatar') && <ShopLook shopId={shopId} look={draft} onChange={onChange} />}
      <TextInput
        label={said.lowStockAt}
        description={said.lowHelp}
        inputMode="numeric"
        autoComplete="off"
        {...text('lowStockAt')}
      />
      <TimeZoneField
        disabled={!maySet('timeZone')}
        value={draft.timeZone}
        onChange={(timeZone) => onChange({ timeZone })}
      />
      <NativeSelect
        label={said.collect}
        description={said.collectHelp}
        disabled={!maySet('collectMinutes')}
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
        disabled={!maySet('accountsOnly')}
        checked={draft.accountsOnly}
        onChange={(event) => onChange({ accountsOnly: event.currentTarget.checked })}
      />
    </>
  )
}

/** Minutes to choose from, and what is set now. */
const collectChoices = (current: number | null): number[] =>
  [...new Set([...collectMinutes, ...(current ? [current] : [])])].sort((one, other) => one - other)

function errorsIn({ name, lowStockAt }: Draft): Errors {
  const number = /^\d{1,10}$/.test(lowStockAt.trim()) ? Number(lowStockAt) : Number.NaN
  return {
    ...(isBlank(name) ? { name: said.nameMissing } : {}),
    ...(number <= limits.stockMax ? {} : { lowStockAt: said.numberWrong }),
  }
}

interface TimeZoneFieldProps {
  value: string
  disabled: boolean
  onChange: (timeZone: string) => void
}

/** Selects one of the browser's time zones. Old browsers have no list and offer the current value and their own zone. */
function TimeZoneField({ value, disabled, onChange }: TimeZoneFieldProps) {
  const zones = useMemo(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    const known = 'supportedValuesOf' in Intl ? Intl.supportedValuesOf('timeZone') : []
    return [...new Set([value, own, 'UTC', ...known])].sort()
  }, [value])
  return (
    <NativeSelect
      label={said.timeZone}
      description={said.timeZoneHelp}
      disabled={disabled}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={zones}
    />
  )
}
