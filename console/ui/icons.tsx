// The few signs that the console uses, drawn here: 16 by 16, lines of the colour of the text.
import type { ReactNode } from "react";

const sign = (body: ReactNode) => () => (
  <svg
    width="16"
    height="16"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.4"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {body}
  </svg>
);

export const HomeIcon = sign(<path d="M2.5 7 8 2.5 13.5 7v6.5H9.5v-4h-3v4h-4z" />);
export const ImportIcon = sign(<path d="M8 2v7M5 6.5 8 9.5l3-3M2.5 11v2.5h11V11" />);
export const SendIcon = sign(<path d="M14 2 7 9M14 2l-4.5 12L7 9 2 6.5z" />);
export const PolicyIcon = sign(<path d="M2.5 13.5h3v-3h3v-3h3v-3h2" />);
export const CustomersIcon = sign(
  <path d="M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.5 13.5c.5-2.5 2-4 4.5-4s4 1.5 4.5 4M10.5 3a2.3 2.3 0 0 1 0 4.5M12 9.8c1.5.5 2.3 1.8 2.5 3.7" />,
);
export const InboxIcon = sign(<path d="M2 9.5 4 3h8l2 6.5v4H2zM2 9.5h3.5L6.5 11h3l1-1.5H14" />);
export const TemplateIcon = sign(<path d="M3 2.5h7l3 3v8H3zM10 2.5v3h3M5.5 8.5h5M5.5 11h3" />);
export const DebitIcon = sign(<path d="M2 4h12v8.5H2zM2 6.8h12M4.5 10h3" />);
export const CallIcon = sign(
  <path d="M5.5 2.5 3 3c0 6 4 10 10 10l.5-2.5-3-1.5-1.5 1.3C7.5 9.5 6.5 8.5 5.8 7L7 5.5z" />,
);
export const ReportIcon = sign(<path d="M2.5 2.5v11h11M5.5 11V8M8.5 11V5M11.5 11V6.5" />);
export const ShadowIcon = sign(
  <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 2.5v11M8 5.5h4.8M8 8h5.5M8 10.5h4.8" />,
);
export const SettingsIcon = sign(
  <path d="M2.5 4.5h5M11 4.5h2.5M9.2 6.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4ZM2.5 11.5H5M8.5 11.5h5M6.8 13.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z" />,
);
export const SearchIcon = sign(<path d="M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM10.8 10.8 14 14" />);
export const MoreIcon = sign(<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.2" />);
export const CloseIcon = sign(<path d="m4 4 8 8M12 4l-8 8" />);
export const AddIcon = sign(<path d="M8 3v10M3 8h10" />);
export const CheckIcon = sign(<path d="m3 8.5 3.2 3L13 4.5" />);
export const BackIcon = sign(<path d="M9.5 3.5 5 8l4.5 4.5" />);
export const NextIcon = sign(<path d="M6.5 3.5 11 8l-4.5 4.5" />);
export const UserIcon = sign(
  <path d="M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8ZM2.8 14c.5-2.8 2.3-4.2 5.2-4.2s4.7 1.4 5.2 4.2" />,
);
export const WarnIcon = sign(<path d="M8 2.5 14.5 13.5h-13zM8 6.5v3.2M8 11.7h.01" />);
