"""What Streamlit shows: one page a file."""
