import { createTheme, type MantineColorsTuple } from "@mantine/core";

// Quiet greens; the darkest that still look green carry white text at more than 4.5 to 1.
const dunlin: MantineColorsTuple = [
  "#eef7f6",
  "#dbecea",
  "#b5d9d6",
  "#8bc5c0",
  "#67b4ae",
  "#4ea9a2",
  "#2f8f8a",
  "#1c7a76",
  "#0b6160",
  "#084b4b",
];

/** Dense and quiet: small text, thin lines, one colour for what acts. */
export const theme = createTheme({
  colors: { dunlin },
  primaryColor: "dunlin",
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: "sm",
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.25rem", lineHeight: "1.3" },
      h2: { fontSize: "1rem", lineHeight: "1.4" },
      h3: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    TextInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false } },
    // The head of a dialogue is a header element, which would count as a second banner of the page.
    Modal: { defaultProps: { centered: true, attributes: { header: { role: "none" } } } },
    Drawer: { defaultProps: { attributes: { header: { role: "none" } } } },
    Notification: { styles: { description: { color: "var(--mantine-color-dimmed)" } } },
  },
});
