import { Button, Group, TextInput } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useChangeSearch } from '../shell/use-change-search.ts'

const said = sellerTexts.orderFilters

export interface OrderFiltersProps {
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  /** The time zone of the entered times. */
  timeZone: string
  /** Selects every waiting order that matches; null while there is none. */
  onSelectAll: (() => Promise<void>) | null
}

/** Limits the list to a period or to one network, and selects all matches. */
export function OrderFilters({ isOpen, onOpen, timeZone, onSelectAll }: OrderFiltersProps) {
  const { from, to, network } = useSearch({ from: '/sell/orders' })
  const changeSearch = useChangeSearch()
  const change = (changes: Parameters<typeof changeSearch>[0]) => {
    // Stay open until closed, even if no filter is left.
    onOpen(true)
    changeSearch(changes)
  }
  const [selecting, setSelecting] = useState(false)
  const selectAll = async () => {
    setSelecting(true)
    await onSelectAll?.()
    setSelecting(false)
  }
  if (!isOpen) {
    return (
      <Button size="sm" variant="subtle" onClick={() => onOpen(true)}>
        {said.open}
      </Button>
    )
  }
  const close = () => {
    onOpen(false)
    changeSearch({ from: undefined, to: undefined, network: undefined })
  }
  return (
    <Group component="section" align="flex-end" gap="sm" mb="sm" aria-label={said.title}>
      <TimeInput label={said.from(timeZone)} value={from} onChange={(value) => change({ from: value })} />
      <TimeInput label={said.to} value={to} onChange={(value) => change({ to: value })} />
      {network && (
        <Button
          size="sm"
          variant="light"
          rightSection={<Icon name="cross" size={16} />}
          aria-label={said.anyNetwork(network)}
          onClick={() => change({ network: undefined })}
        >
          {said.network(network)}
        </Button>
      )}
      <Button
        size="sm"
        variant="outline"
        loading={selecting}
        disabled={!onSelectAll}
        onClick={() => void selectAll()}
      >
        {said.selectAll}
      </Button>
      <Button size="sm" variant="subtle" onClick={close}>
        {said.close}
      </Button>
    </Group>
  )
}

interface TimeInputProps {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

const TimeInput = ({ label, value, onChange }: TimeInputProps) => (
  <TextInput
    miw="13rem"
    flex={{ base: '1 1 100%', sm: '0 0 auto' }}
    type="datetime-local"
    label={label}
    value={value ?? ''}
    onChange={(event) => onChange(event.currentTarget.value || undefined)}
  />
)
