"""One Lambda function from one folder: its code, its packages and its resources."""
